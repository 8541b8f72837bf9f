/* HMAC_CTX finds its digest without a look-up by name, several times faster than OpenSSL 3's EVP_MAC. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "ccrypto.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#define HIDDEN __attribute__((visibility("hidden")))

HIDDEN int ccrypto_hmac_sha256(const void *key, size_t key_length, const void *first, size_t first_length,
                               const void *second, size_t second_length, unsigned char *digest)
{
    HMAC_CTX *context = HMAC_CTX_new();
    unsigned int length = 0;
    int done = context != NULL && HMAC_Init_ex(context, key, (int)key_length, EVP_sha256(), NULL) == 1 &&
               HMAC_Update(context, first, first_length) == 1 &&
               (second_length == 0 || HMAC_Update(context, second, second_length) == 1) &&
               HMAC_Final(context, digest, &length) == 1;
    HMAC_CTX_free(context);
    return done && length == CCRYPTO_DIGEST_LENGTH;
}

HIDDEN int ccrypto_digests_are_equal(const unsigned char *one, const unsigned char *other)
{
    return CRYPTO_memcmp(one, other, CCRYPTO_DIGEST_LENGTH) == 0;
}
