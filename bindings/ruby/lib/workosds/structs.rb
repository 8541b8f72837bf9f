# frozen_string_literal: true

require "fiddle/import"

module WorkOSDS
  # The structs of workosds.h that the binding fills in, with their members in the header's order. A member that is zero has
  # its default.
  module Structs
    extend Fiddle::Importer

    NO_RETRIES = -1
    NO_TIME_LIMIT = -1
    UNPACED = -1
    LOOK_AHEAD_ON = 1
    LOOK_AHEAD_OFF = -1

    # workosds_client_options
    ClientOptions = struct([
                             "size_t struct_size",
                             "const char *base_url",
                             "const char *app_name",
                             "const char *ca_file",
                             "const char *proxy",
                             "const char *no_proxy",
                             "int64_t connect_timeout_ms",
                             "int64_t request_timeout_ms",
                             "int64_t call_timeout_ms",
                             "int64_t max_retry_wait_ms",
                             "int64_t max_response_bytes",
                             "int32_t max_retries",
                             "int32_t directory_user_requests_per_second",
                             "int32_t look_ahead",
                             "int32_t allow_plain_http",
                             "void *on_attempt",
                             "void *on_attempt_data",
                             "const char *const *headers",
                             "const char *client_certificate",
                             "const char *client_key",
                             "const char *client_key_passphrase",
                             "const char *proxy_ca_file"
                           ])

    # workosds_directory_query
    DirectoryQuery = struct([
                              "size_t struct_size",
                              "int32_t limit",
                              "int64_t max_items",
                              "const char *after",
                              "const char *before",
                              "const char *order",
                              "const char *organization_id",
                              "const char *search"
                            ])

    # workosds_group_query
    GroupQuery = struct([
                          "size_t struct_size",
                          "int32_t limit",
                          "int64_t max_items",
                          "const char *after",
                          "const char *before",
                          "const char *order",
                          "const char *directory",
                          "const char *user"
                        ])

    # workosds_user_query
    UserQuery = struct([
                         "size_t struct_size",
                         "int32_t limit",
                         "int64_t max_items",
                         "const char *after",
                         "const char *before",
                         "const char *order",
                         "const char *directory",
                         "const char *group",
                         "const char *idp_id",
                         "const char *email"
                       ])

    # workosds_event_query
    EventQuery = struct([
                          "size_t struct_size",
                          "int32_t limit",
                          "int64_t max_items",
                          "const char *after",
                          "const char *order",
                          "const char *events",
                          "const char *organization_id",
                          "const char *range_start",
                          "const char *range_end"
                        ])
  end
end
