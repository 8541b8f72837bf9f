/*
 * The minimum cost of verifying a webhook: libcrypto's HMAC of the body, a constant-time comparison, and one
 * pass over the body to check that it is a JSON object. Nothing is copied, indexed or stored.
 *
 * webhook_plain_c [--count 100000] [--scan 1]
 */
#define OPENSSL_SUPPRESS_DEPRECATED /* HMAC_CTX is the fastest way in OpenSSL 3 */
#include "measurement.h"
#include "webhook.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <string.h>

#define DIGEST 32
#define DEPTH 64

static int sign(unsigned char *digest)
{
    HMAC_CTX *context = HMAC_CTX_new();
    int done =
        context != NULL &&
        HMAC_Init_ex(context, WEBHOOK_SECRET, sizeof WEBHOOK_SECRET - 1, EVP_sha256(), NULL) &&
        HMAC_Update(context, (const unsigned char *)WEBHOOK_TIME_DIGITS ".", sizeof WEBHOOK_TIME_DIGITS) &&
        HMAC_Update(context, (const unsigned char *)webhook_body, WEBHOOK_LENGTH) &&
        HMAC_Final(context, digest, NULL);
    HMAC_CTX_free(context);
    return done;
}

/* The end of the string that begins at `at`; NULL if it does not end or contains a control character. */
static const unsigned char *string_end(const unsigned char *at, const unsigned char *end)
{
    for (at++; at < end && *at >= 0x20; at++) {
        if (*at == '"')
            return at + 1;
        if (*at == '\\' && (++at == end || strchr("\"\\/bfnrtu", *at) == NULL))
            return NULL;
    }
    return NULL;
}

/* The end of a number or literal. */
static const unsigned char *scalar_end(const unsigned char *at, const unsigned char *end)
{
    while (at<end && * at> ' ' && *at != ',' && *at != '}' && *at != ']')
        at++;
    return at;
}

/* Checks strings, nesting and the order of tokens. */
static int is_object(const unsigned char *at, const unsigned char *end)
{
    char closing[DEPTH];
    int depth = 0, wants_value = 1;

    while (at != NULL && at < end) {
        unsigned char byte = *at;
        if (byte == '{' || byte == '[') {
            if (!wants_value || depth == DEPTH)
                return 0;
            closing[depth++] = byte == '{' ? '}' : ']';
            at++;
        } else if (byte == '}' || byte == ']') {
            if (depth == 0 || closing[--depth] != byte)
                return 0;
            wants_value = 0;
            at++;
        } else if (byte == ',' || byte == ':') {
            if (wants_value)
                return 0;
            wants_value = 1;
            at++;
        } else if (byte == '"' || byte > ' ') {
            if (!wants_value)
                return 0;
            wants_value = 0;
            at = byte == '"' ? string_end(at, end) : scalar_end(at, end);
        } else {
            at++;
        }
    }
    return at != NULL && depth == 0;
}

int main(int count, char **arguments)
{
    long remaining = option_number(count, arguments, "--count", 100000);
    int scans = option_number(count, arguments, "--scan", 1) != 0;
    unsigned char right[DIGEST], digest[DIGEST];
    measurement run;

    if (!sign(right))
        return 1;
    run = measurement_begin();
    for (; remaining > 0; remaining--) {
        const unsigned char *body = (const unsigned char *)webhook_body;
        if (!sign(digest) || CRYPTO_memcmp(digest, right, DIGEST) != 0)
            return 1;
        if (scans && (*body != '{' || !is_object(body, body + WEBHOOK_LENGTH)))
            return 1;
        run.bytes += (long long)WEBHOOK_LENGTH;
        run.users++;
    }
    measurement_print(&run);
    return 0;
}
