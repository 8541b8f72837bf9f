#include "ccurl.h"

#include <pthread.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int is_initialized;

__attribute__((visibility("hidden"))) int ccurl_initialize(void)
{
    pthread_mutex_lock(&mutex);
    if (!is_initialized)
        is_initialized = curl_global_init(CURL_GLOBAL_ALL) == CURLE_OK;
    pthread_mutex_unlock(&mutex);
    return is_initialized;
}
