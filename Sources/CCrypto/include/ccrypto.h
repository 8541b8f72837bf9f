/* Asked of libcrypto: HMAC-SHA256 for webhook signatures, and whether certificates can be used. */
#ifndef CCRYPTO_H
#define CCRYPTO_H

#include <stddef.h>

enum { CCRYPTO_DIGEST_LENGTH = 32 };

/* Initializes OpenSSL once, without its cleanup at exit. `cleanup` is called if the host has OpenSSL clean up
 * nevertheless. Returns 1 on success. */
int ccrypto_initialize(void (*cleanup)(void));

/* The HMAC of the time's digits, a dot and the payload. Returns 1, or 0 if libcrypto fails. */
int ccrypto_webhook_digest(const void *secret, size_t secret_length, const void *digits, size_t digits_length,
                           const void *payload, size_t payload_length, void *digest);

/* Compares in constant time. Returns 1 if they are equal. */
int ccrypto_digests_are_equal(const void *one, const void *other);

/* Whether two PEM files are a certificate and its private key. */
typedef enum {
    CCRYPTO_PAIR_FITS,
    CCRYPTO_PAIR_UNKNOWN,
    CCRYPTO_NO_CERTIFICATE,
    CCRYPTO_NO_KEY,
    CCRYPTO_KEY_OF_ANOTHER
} ccrypto_pair;

/* `passphrase`: of the key; "" for none. No one is prompted for it. */
ccrypto_pair ccrypto_check_pair(const char *certificate, const char *key, const char *passphrase);

/* 1 if the PEM file contains a certificate. */
int ccrypto_has_certificate(const char *file);

#endif
