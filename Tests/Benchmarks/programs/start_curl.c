/* A process that creates one libcurl handle and exits. */
#include <curl/curl.h>

int main(void)
{
    CURL *handle = curl_easy_init();
    curl_easy_cleanup(handle);
    return handle == NULL;
}
