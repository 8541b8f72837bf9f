import CCrypto
import CPlatform

/// The files of a client's certificate and of its private key. File names, not their content: libcurl reads them for
/// each connection, so a renewed certificate is used without a new client.
struct ClientCertificate {
    /// In PEM format, with intermediate certificates after it.
    let certificate: [UInt8]
    /// The same file as `certificate` if the caller gave no other.
    let key: [UInt8]
    let passphrase: [UInt8]?

    /// Reads the files, so that a wrong one is an error before anything is sent. libcurl reads them again for each
    /// connection.
    init(certificate: [UInt8], key: [UInt8]?, passphrase: [UInt8]?) throws(Failure) {
        self.certificate = certificate
        self.key = key ?? certificate
        self.passphrase = passphrase
        let keyName: StaticString = key == nil ? "client_certificate" : "client_key"
        switch check() {
        case CCRYPTO_PAIR_FITS: return
        case CCRYPTO_NO_CERTIFICATE:
            throw .invalidArgument("client_certificate", certificate, "contains no certificate in PEM format")
        case CCRYPTO_NO_KEY:
            throw .invalidArgument(
                keyName, self.key,
                passphrase == nil
                    ? "contains no private key in PEM format, or needs client_key_passphrase"
                    : "contains no private key in PEM format, or client_key_passphrase is wrong")
        case CCRYPTO_KEY_OF_ANOTHER:
            throw .invalidArgument(keyName, self.key, "does not belong to client_certificate")
        default: throw ProcessGate.refusal ?? Failure.outOfMemory
        }
    }

    /// OpenSSL asks for a passphrase on the terminal unless it gets one, so it always gets one, "" if there is none.
    private func check() -> ccrypto_pair {
        certificate.withCString { certificate in
            key.withCString { key in
                (passphrase ?? []).withCString { passphrase in
                    ProcessGate.hold {
                        ccrypto_initialize(cplatform_gate_close) == 1
                            ? ccrypto_check_pair(certificate, key, passphrase) : CCRYPTO_PAIR_UNKNOWN
                    } ?? CCRYPTO_PAIR_UNKNOWN
                }
            }
        }
    }
}
