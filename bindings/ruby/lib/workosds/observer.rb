# frozen_string_literal: true

module WorkOSDS
  # One attempt at a request, for on_attempt.
  #
  # method::      "GET", "POST" or "DELETE"
  # path::        the path with its query, without the API key
  # http_status:: the HTTP status; nil if there was no response
  # status::      the library's status: 0 for a 2xx response, else the status of the error
  # number::      1 for the first attempt at a request
  # elapsed_ms::  milliseconds from sending to the end of the response
  # bytes::       the size of the body in bytes, after decompression
  # request_id::  the response's X-Request-Id, or nil
  # wait_ms::     milliseconds until the next attempt at the same request; nil if none follows
  # paced_ms::    milliseconds that this attempt waited for the pace before it was sent; 0 if it did not wait
  # headers::     the client's headers, by the names given there, to tell requests apart. Without those whose name says
  #               that they are secret: it contains "auth", "cookie", "key", "secret" or "token"
  Attempt = Struct.new(:method, :path, :http_status, :status, :number, # rubocop:disable Lint/StructNewOverride
                       :elapsed_ms, :bytes, :request_id, :wait_ms, :paced_ms, :headers) do
    # Copies an attempt, which is borrowed until the callback returns. The library decides which headers are secret.
    def self.read(attempt, header_names)
      http_status = Library.attempt_http_status(attempt)
      wait_ms = Library.attempt_wait_ms(attempt)
      new(
        Library.attempt_method(attempt),
        Library.attempt_path(attempt),
        http_status.zero? ? nil : http_status,
        Library.attempt_status(attempt),
        Library.attempt_number(attempt),
        Library.attempt_elapsed_ms(attempt),
        Library.attempt_bytes(attempt),
        Library.attempt_request_id(attempt),
        wait_ms.negative? ? nil : wait_ms,
        Library.attempt_paced_ms(attempt),
        header_names.to_h { |name| [name, Library.attempt_header(attempt, name)] }.compact.freeze
      ).freeze
    end

    # The name of `status`, "OK" or "RATE_LIMITED".
    def status_name = Library.status_name(status)
  end

  # Passes attempts to the caller's hook. The library's callback only stores them, because an exception must not unwind
  # the library's frames. The hook runs after the library's function has returned. It can use the client, and an
  # exception that it raises ends the call. If it cancels, the library's function is not running: the caller compares
  # `cancels`.
  class Observer < Fiddle::Closure
    NOTED = :workosds_attempts

    # How often the client was cancelled.
    attr_accessor :cancels

    # What the caller gave as on_attempt.
    attr_reader :hook

    def initialize(hook, header_names)
      super(Fiddle::TYPE_VOID, [Fiddle::TYPE_VOIDP, Fiddle::TYPE_VOIDP])
      @hook = hook
      @header_names = header_names
      @cancels = 0
      # Fiddle passes this object's address to libffi, and GC.compact would change it. A Fiddle::Pointer pins its object.
      @pin = Fiddle::Pointer.new(self)
    end

    # The library's callback.
    def call(attempt, _data)
      Thread.current[NOTED] << Attempt.read(attempt, @header_names)
    rescue Exception => error # rubocop:disable Lint/RescueException
      Thread.current[NOTED] << error
    end

    # Runs a call of the library; returns its result and its attempts. Exceptions from other threads are deferred until the
    # call has returned. If one comes through nevertheless, it has unwound the library's frames, and the handle is not
    # used again.
    def watch(handle)
      noted = Thread.current[NOTED] = []
      has_returned = false
      result = Thread.handle_interrupt(Object => :never) do
        value = yield
        has_returned = true
        value
      end
      [result, noted]
    ensure
      handle.abandon unless has_returned
    end

    # Calls the hook with each attempt.
    def deliver(noted)
      noted.each do |attempt|
        raise attempt if attempt.is_a?(Exception)

        @hook.call(attempt)
      end
    end
  end
end
