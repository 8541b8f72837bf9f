#include "ccurl.h"

#include <pthread.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static CURLcode outcome;

static void initialize(void)
{
    outcome = curl_global_init(CURL_GLOBAL_ALL);
}

__attribute__((visibility("hidden"))) CURLcode ccurl_initialize_once(void)
{
    pthread_once(&once, initialize);
    return outcome;
}
