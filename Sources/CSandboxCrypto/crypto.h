/* The system's libcrypto. The sandbox signs webhooks with it. */
#ifndef CSANDBOXCRYPTO_H
#define CSANDBOXCRYPTO_H

#include <openssl/evp.h>
#include <openssl/hmac.h>

#endif
