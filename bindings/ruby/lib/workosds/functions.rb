# frozen_string_literal: true

require "fiddle"

module WorkOSDS
  module Library
    VOID = Fiddle::TYPE_VOID
    INT32 = Fiddle::TYPE_INT
    INT64 = Fiddle::TYPE_LONG_LONG
    SIZE = Fiddle::TYPE_SIZE_T
    STATUS = INT32
    # A borrowed text, or a text as an argument; nil is NULL.
    TEXT = Fiddle::TYPE_CONST_STRING
    # A pointer that the library returns: bytes with a separate length, or a string to be freed with string_free.
    POINTER = Fiddle::TYPE_VOIDP
    # The address of an object, a struct or a place for a result, as an Integer: 0 is NULL.
    ADDRESS = Fiddle::TYPE_UINTPTR_T

    # The functions of workosds.h that the binding calls, in the header's order, with their types.
    FUNCTIONS = {
      status_name: [TEXT, [STATUS]],
      status_count: [SIZE, []],
      status_at: [STATUS, [SIZE]],
      version: [TEXT, []],
      string_free: [VOID, [ADDRESS]],
      error_body: [POINTER, [ADDRESS, ADDRESS]],
      error_json: [POINTER, [ADDRESS]],
      error_free: [VOID, [ADDRESS]],
      client_new: [STATUS, [TEXT, ADDRESS, ADDRESS, ADDRESS]],
      client_derive: [STATUS, [ADDRESS, TEXT, ADDRESS, ADDRESS, ADDRESS]],
      client_cancel: [VOID, [ADDRESS]],
      client_free: [VOID, [ADDRESS]],
      attempt_method: [TEXT, [ADDRESS]],
      attempt_path: [TEXT, [ADDRESS]],
      attempt_http_status: [INT32, [ADDRESS]],
      attempt_status: [STATUS, [ADDRESS]],
      attempt_number: [INT32, [ADDRESS]],
      attempt_elapsed_ms: [INT64, [ADDRESS]],
      attempt_bytes: [INT64, [ADDRESS]],
      attempt_request_id: [TEXT, [ADDRESS]],
      attempt_wait_ms: [INT64, [ADDRESS]],
      attempt_paced_ms: [INT64, [ADDRESS]],
      attempt_header: [TEXT, [ADDRESS, TEXT]],
      iterator_next_page_json: [STATUS, [ADDRESS, ADDRESS, ADDRESS, ADDRESS]],
      iterator_cursor: [TEXT, [ADDRESS]],
      iterator_set_blocking: [STATUS, [ADDRESS, INT32, ADDRESS]],
      iterator_fd: [STATUS, [ADDRESS, ADDRESS, ADDRESS]],
      iterator_free: [VOID, [ADDRESS]],
      list_directories: [STATUS, [ADDRESS, ADDRESS, ADDRESS, ADDRESS]],
      start_get_directory: [STATUS, [ADDRESS, TEXT, ADDRESS, ADDRESS]],
      start_delete_directory: [STATUS, [ADDRESS, TEXT, ADDRESS, ADDRESS]],
      start_request_directory_sync: [STATUS, [ADDRESS, TEXT, ADDRESS, ADDRESS]],
      list_groups: [STATUS, [ADDRESS, ADDRESS, ADDRESS, ADDRESS]],
      start_get_group: [STATUS, [ADDRESS, TEXT, ADDRESS, ADDRESS]],
      list_users: [STATUS, [ADDRESS, ADDRESS, ADDRESS, ADDRESS]],
      start_get_user: [STATUS, [ADDRESS, TEXT, ADDRESS, ADDRESS]],
      list_events: [STATUS, [ADDRESS, ADDRESS, ADDRESS, ADDRESS]],
      event_json: [POINTER, [ADDRESS]],
      event_free: [VOID, [ADDRESS]],
      webhook_verify: [STATUS, [ADDRESS, SIZE, TEXT, TEXT, INT64, INT64, ADDRESS, ADDRESS]],
      webhook_sign: [POINTER, [ADDRESS, SIZE, TEXT, INT64]]
    }.freeze

    private_constant :VOID, :INT32, :INT64, :SIZE, :STATUS, :TEXT, :POINTER, :ADDRESS, :FUNCTIONS
  end
end
