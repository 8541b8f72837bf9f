# frozen_string_literal: true

module WorkOSDS
  # The options of a client by their names in this binding, and what is passed to the library for each.
  module Options
    TEXTS = %i[base_url app_name ca_file proxy no_proxy client_certificate client_key client_key_passphrase
               proxy_ca_file].freeze
    TIMES = { connect_timeout: :connect_timeout_ms, timeout: :request_timeout_ms, call_timeout: :call_timeout_ms,
              max_retry_wait: :max_retry_wait_ms }.freeze

    class << self
      # Returns the struct for these options. An option that is not among them has its default; for a derived client, the
      # value of the client it is derived from.
      def struct(given, observer)
        members = given.to_h { |name, value| member(name, value) }
        StructArgument.new(Structs::ClientOptions, **members, on_attempt: observer&.to_i)
      end

      private

      # A member of the struct, and its value.
      def member(name, value)
        case name
        when *TEXTS then [name, Arguments.text(name, value)]
        when *TIMES.keys then [TIMES[name], Arguments.time_limit(name, value)]
        when :headers then [name, Arguments.header_lines(value)]
        when :look_ahead then [name, value ? Structs::LOOK_AHEAD_ON : Structs::LOOK_AHEAD_OFF]
        when :allow_plain_http then [name, value ? 1 : nil]
        else [name, number(name, value)]
        end
      end

      def number(name, value)
        case name
        when :max_retries then value.eql?(0) ? Structs::NO_RETRIES : Arguments.count(name, value)
        when :max_response_bytes then Arguments.count(name, value, most: Arguments::LARGEST_INT64)
        when :directory_user_requests_per_second then value.nil? ? Structs::UNPACED : Arguments.count(name, value)
        else raise ArgumentError, "unknown keyword: #{name.inspect}"
        end
      end
    end
  end
end
