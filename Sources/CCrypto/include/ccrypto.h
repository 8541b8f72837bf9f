/* HMAC-SHA256 by libcrypto, over a message in two parts. */
#ifndef CCRYPTO_H
#define CCRYPTO_H

#include <stddef.h>

enum { CCRYPTO_DIGEST_LENGTH = 32 };

/* 1, or 0 when libcrypto fails. */
int ccrypto_hmac_sha256(const void *key, size_t key_length, const void *first, size_t first_length,
                        const void *second, size_t second_length, unsigned char *digest);

/* 1 if they are the same, in a time that does not depend on where they differ. */
int ccrypto_digests_are_equal(const unsigned char *one, const unsigned char *other);

#endif
