"""A CA created for the run, and its server certificates: valid, for another host, expired."""

import datetime
import ipaddress
import ssl

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = datetime.timedelta(days=1)


def _certificate(name, key, issuer, issuer_key, host=None, ends=DAY, authority=False):
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 3 * DAY)
        .not_valid_after(now + ends)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if host:
        builder = builder.add_extension(x509.SubjectAlternativeName(host), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def _name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


HERE = [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost")]
ELSEWHERE = [x509.DNSName("elsewhere.test")]


class Authority:
    def __init__(self, folder):
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        certificate = _certificate("Test CA", self._key, "Test CA", self._key, authority=True)
        self.file = str(self._write("authority.pem", certificate))

    def _write(self, name, *items):
        path = self._folder / name
        with path.open("wb") as file:
            for item in items:
                if isinstance(item, x509.Certificate):
                    file.write(item.public_bytes(serialization.Encoding.PEM))
                else:
                    file.write(
                        item.private_bytes(
                            serialization.Encoding.PEM,
                            serialization.PrivateFormat.PKCS8,
                            serialization.NoEncryption(),
                        )
                    )
        return path

    def files(self, name, passphrase=None):
        """The certificate of a client, or of this machine, and its private key: two paths."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = _certificate(name, key, "Test CA", self._key, host=HERE)
        encryption = serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else None
        path = self._folder / f"{name}-key.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                encryption or serialization.NoEncryption(),
            )
        )
        return str(self._write(f"{name}.pem", certificate)), str(path)

    def mutual_context(self):
        """A server's TLS context that demands a certificate of its clients."""
        context = self.context()
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(self.file)
        return context

    def context(self, host=HERE, ends=DAY, self_signed=False):
        """A server's TLS context."""
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = ("server", key) if self_signed else ("Test CA", self._key)
        certificate = _certificate("server", key, *issuer, host=host, ends=ends)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._write("server.pem", key, certificate))
        return context
