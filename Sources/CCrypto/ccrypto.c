/* HMAC_CTX is several times faster than OpenSSL 3's EVP_MAC. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "ccrypto.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#define HIDDEN __attribute__((visibility("hidden")))

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static atomic_int is_initialized;

/* Threads may be inside OpenSSL when main returns, so it must not clean up at exit. If the host initialized
 * it before, it will; then `before_cleanup` is called. OpenSSL does not retry two steps after a failed
 * allocation: its random generator, which TLS needs and which is therefore started here, and its global
 * context, without which most of its functions crash. */
static int initialize(void (*before_cleanup)(void))
{
    return OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, NULL) == 1 &&
           OSSL_LIB_CTX_get0_global_default() != NULL && RAND_status() == 1 &&
           OPENSSL_atexit(before_cleanup) == 1;
}

HIDDEN int ccrypto_initialize(void (*before_cleanup)(void))
{
    if (!atomic_load_explicit(&is_initialized, memory_order_acquire)) {
        pthread_mutex_lock(&mutex);
        if (!is_initialized)
            is_initialized = initialize(before_cleanup);
        pthread_mutex_unlock(&mutex);
    }
    return is_initialized;
}

static _Atomic(EVP_MD *) shared_sha256;

/* A lookup takes a quarter of an HMAC's time, so the result is cached. It is from the global context, which
 * lives as long as the process. If two threads look it up at once, one frees its own. */
static EVP_MD *sha256(void)
{
    EVP_MD *known = atomic_load_explicit(&shared_sha256, memory_order_acquire);
    EVP_MD *made;

    if (known != NULL)
        return known;
    made = EVP_MD_fetch(OSSL_LIB_CTX_get0_global_default(), "SHA256", NULL);
    if (made == NULL || atomic_compare_exchange_strong(&shared_sha256, &known, made))
        return made;
    EVP_MD_free(made);
    return known;
}

HIDDEN int ccrypto_webhook_digest(const void *secret, size_t secret_length, const void *digits,
                                  size_t digits_length, const void *payload, size_t payload_length,
                                  void *digest)
{
    EVP_MD *algorithm = sha256();
    HMAC_CTX *context;
    unsigned int length = 0;
    unsigned char start[24]; /* the digits of an int64 and the dot */
    int done;

    if (digits_length >= sizeof start)
        return 0;
    context = HMAC_CTX_new();
    memcpy(start, digits, digits_length);
    start[digits_length] = '.';
    done = algorithm != NULL && context != NULL &&
           HMAC_Init_ex(context, secret, (int)secret_length, algorithm, NULL) == 1 &&
           HMAC_Update(context, start, digits_length + 1) == 1 &&
           (payload_length == 0 || HMAC_Update(context, payload, payload_length) == 1) &&
           HMAC_Final(context, digest, &length) == 1;
    HMAC_CTX_free(context);
    return done && length == CCRYPTO_DIGEST_LENGTH;
}

HIDDEN int ccrypto_digests_are_equal(const void *one, const void *other)
{
    return CRYPTO_memcmp(one, other, CCRYPTO_DIGEST_LENGTH) == 0;
}

/* ---- Certificates, read as libcurl reads them. OpenSSL has a queue of errors for each thread: errors of
 * these functions must not be left for the host's next call. */

/* Closed on exec. */
static BIO *open_file(const char *file)
{
    return BIO_new_file(file, "re");
}

static X509 *read_certificate(const char *file)
{
    BIO *source = open_file(file);
    X509 *certificate = source != NULL ? PEM_read_bio_X509_AUX(source, NULL, NULL, NULL) : NULL;

    BIO_free(source);
    return certificate;
}

static int give_passphrase(char *buffer, int size, int writing, void *passphrase)
{
    size_t length = strlen(passphrase);

    (void)writing;
    if (length > (size_t)size)
        return -1;
    memcpy(buffer, passphrase, length);
    return (int)length;
}

static EVP_PKEY *read_key(const char *file, const char *passphrase)
{
    BIO *source = open_file(file);
    EVP_PKEY *key = NULL;

    if (source != NULL)
        key = PEM_read_bio_PrivateKey(source, NULL, give_passphrase, (void *)passphrase);
    BIO_free(source);
    return key;
}

HIDDEN ccrypto_pair ccrypto_check_pair(const char *certificate, const char *key, const char *passphrase)
{
    ccrypto_pair outcome = CCRYPTO_PAIR_FITS;
    X509 *read;
    EVP_PKEY *private_key;

    ERR_set_mark();
    read = read_certificate(certificate);
    private_key = read_key(key, passphrase);
    if (read == NULL)
        outcome = CCRYPTO_NO_CERTIFICATE;
    else if (private_key == NULL)
        outcome = CCRYPTO_NO_KEY;
    else if (X509_check_private_key(read, private_key) != 1)
        outcome = CCRYPTO_KEY_OF_ANOTHER;
    X509_free(read);
    EVP_PKEY_free(private_key);
    ERR_pop_to_mark();
    return outcome;
}

HIDDEN int ccrypto_has_certificate(const char *file)
{
    X509 *read;

    ERR_set_mark();
    read = read_certificate(file);
    X509_free(read);
    ERR_pop_to_mark();
    return read != NULL;
}
