/* What signs webhooks: HMAC-SHA256, by libcrypto. */
#ifndef CCRYPTO_H
#define CCRYPTO_H

#include <stddef.h>

enum { CCRYPTO_DIGEST_LENGTH = 32 };

/* Initializes OpenSSL, once, so that it does not end with `main`. `cleanup` is called, should the host end it
 * in spite of that. Returns 1 on success. */
int ccrypto_initialize(void (*cleanup)(void));

/* Over the time's digits, a dot and the payload. 1, or 0 when libcrypto fails. */
int ccrypto_webhook_digest(const void *secret, size_t secret_length, const void *digits, size_t digits_length,
                           const void *payload, size_t payload_length, void *digest);

/* 1 if they are the same, in a time that does not depend on where they differ. */
int ccrypto_digests_are_equal(const void *one, const void *other);

#endif
