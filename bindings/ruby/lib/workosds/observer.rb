# frozen_string_literal: true

module WorkOSDS
  # One attempt at a request, for on_attempt: the library's workosds_attempt_... functions tell what each field is.
  # http_status, request_id and wait_ms are nil where there is none.
  Attempt = Struct.new(:method, :path, :http_status, :status, :number, # rubocop:disable Lint/StructNewOverride
                       :elapsed_ms, :bytes, :request_id, :wait_ms) do
    # Copies what the library lends.
    def self.read(attempt)
      new(*members.map { |name| Library.public_send("attempt_#{name}", attempt) }).tap do |copy|
        copy.http_status = copy.http_status.nonzero?
        copy.wait_ms = nil if copy.wait_ms.negative?
      end.freeze
    end

    def status_name = Library.status_name(status)
  end

  # Hands attempts to the caller's hook. The library's callback only notes them, since an exception must not unwind the
  # library's frames; the hook runs afterwards, may use the client, and what it raises ends the call. So does cancelling in
  # it, of which the library, which has returned, knows nothing.
  class Observer < Fiddle::Closure
    SEEN = :workosds_attempts

    # How often the client was cancelled.
    attr_accessor :cancels

    def initialize(hook)
      super(Fiddle::TYPE_VOID, [Fiddle::TYPE_VOIDP, Fiddle::TYPE_VOIDP])
      @hook = hook
      @cancels = 0
      # Fiddle tells libffi this object's address, which GC.compact would change. A pointer pins what it was made from.
      @pin = Fiddle::Pointer.new(self)
    end

    def call(attempt, _data)
      Thread.current[SEEN] << Attempt.read(attempt)
    rescue Exception => error # rubocop:disable Lint/RescueException
      Thread.current[SEEN] << error
    end

    # Runs a call of the library. What other threads raise in this one waits until it has returned; a signal's exception
    # is caught above, or else the handle cannot be used again.
    def watch(handle)
      seen = Thread.current[SEEN] = []
      result = Thread.handle_interrupt(Object => :never) { yield.tap { handle = nil } }
      [result, seen]
    ensure
      handle&.abandon
    end

    def deliver(seen)
      seen.each { |attempt| attempt.is_a?(Exception) ? raise(attempt) : @hook.call(attempt) }
    end
  end
end
