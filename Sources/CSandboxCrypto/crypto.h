/* OpenSSL's libcrypto as the system has it: the sandbox signs its webhooks with it. */
#ifndef CSANDBOXCRYPTO_H
#define CSANDBOXCRYPTO_H

#include <openssl/evp.h>
#include <openssl/hmac.h>

#endif
