# frozen_string_literal: true

require "workosds/errors"
require "workosds/library"

module WorkOSDS
  # Checks what the caller gives and lays it out as the library wants it, where 0 is the default and -1 none.
  #
  # @api private
  module Arguments
    INT32 = (1...(2**31))
    INT64 = (1...(2**63))

    class << self
      # A NUL byte would end the text for C: another id than the one given.
      def text(name, value)
        return if value.nil?

        check_type(name, value, String, Symbol)
        text = value.to_s.encode(Encoding::UTF_8)
        text.b.include?("\0") ? raise(Errors.invalid_argument("#{name} holds a NUL byte")) : text
      rescue EncodingError => error
        raise Errors.invalid_argument("#{name} is not UTF-8: #{error.message}")
      end

      # A workosds_..._query: the five common members, then the filters.
      def query(filters, limit: nil, max_items: nil, after: nil, before: nil, order: nil)
        struct("lx4qJ#{3 + filters.size}", limit ? count(:limit, limit) : 0,
               max_items ? count(:max_items, max_items, INT64) : 0,
               *texts(after: after, before: before, order: order, **filters))
      end

      # The workosds_client_options.
      def options(observer, base_url: nil, timeout: 60, connect_timeout: 10, call_timeout: nil, max_retries: 3,
                  max_retry_wait: 60, max_response_bytes: 67_108_864, directory_user_requests_per_second: 4,
                  ca_file: nil, proxy: nil, no_proxy: nil, app_name: nil, look_ahead: true, allow_plain_http: false)
        times = { connect_timeout: connect_timeout, timeout: timeout, call_timeout: call_timeout,
                  max_retry_wait: max_retry_wait }.map { |name, value| milliseconds(name, value) }
        pace = directory_user_requests_per_second
        struct("J5q5l4J2", *texts(base_url: base_url, app_name: app_name, ca_file: ca_file, proxy: proxy,
                                  no_proxy: no_proxy),
               *times, count(:max_response_bytes, max_response_bytes, INT64),
               max_retries.eql?(0) ? -1 : count(:max_retries, max_retries),
               pace ? count(:directory_user_requests_per_second, pace) : -1,
               look_ahead ? 0 : -1, allow_plain_http ? 1 : 0, observer&.to_i, 0)
      end

      private

      def texts(values) = values.map { |name, value| text(name, value) }

      def count(name, value, range = INT32)
        check_type(name, value, Integer)
        range.cover?(value) ? value : raise(Errors.invalid_argument("#{name} must not be #{value}"))
      end

      # Of seconds; nil is no limit.
      def milliseconds(name, value)
        return -1 if value.nil?

        check_type(name, value, Numeric)
        raise Errors.invalid_argument("#{name} must not be #{value}") unless value.positive? && value.to_f.finite?

        (value * 1000).ceil.clamp(INT64.min, INT64.max)
      end

      def check_type(name, value, *types)
        return if types.any? { |type| value.is_a?(type) }

        raise TypeError, "#{name} must be a #{types.join(' or ')}, not #{value.inspect}"
      end

      # A struct that begins with its size, in memory of its own, its texts behind it. The template tells the members
      # after the size as Array#pack does.
      def struct(template, *values)
        place = size = [0, *values.map { |value| value.is_a?(Integer) ? value : 0 }].pack("J#{template}").bytesize
        memory = Fiddle::Pointer.malloc(size + values.grep(String).sum { |text| text.bytesize + 1 }, Fiddle::RUBY_FREE)
        members = values.map do |value|
          next value || 0 unless value.is_a?(String)

          memory[place, value.bytesize + 1] = "#{value}\0"
          (memory.to_i + place).tap { place += value.bytesize + 1 }
        end
        memory[0, size] = [size, *members].pack("J#{template}")
        memory
      end
    end
  end
end
