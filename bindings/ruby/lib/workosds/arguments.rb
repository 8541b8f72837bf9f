# frozen_string_literal: true

module WorkOSDS
  # Checks what the caller gives and lays it out as the library wants it, where 0 is the default and -1 none.
  module Arguments
    INT32 = (1...(2**31))
    INT64 = (1...(2**63))

    class << self
      # A NUL byte would end the text for C: another id than the one given.
      def text(name, value, refusal = InvalidArgumentError)
        return if value.nil?

        check_type(name, value, String, Symbol)
        text = value.to_s.encode(Encoding::UTF_8)
        text.b.include?("\0") ? raise(refusal, "#{name} holds a NUL byte") : text
      rescue EncodingError
        raise refusal, "#{name} is not UTF-8"
      end

      # A Time is written as the API writes it.
      def time(name, value)
        check_type(name, value, String, Time) unless value.nil?
        value.is_a?(Time) ? value.getutc.strftime("%FT%T.%LZ") : value
      end

      # Bytes of any kind, and how many.
      def bytes(name, value) = check_type(name, value, String) && [Fiddle::Pointer[value], value.bytesize]

      # Times that may be zero, and instants, in milliseconds.
      def moments(**values)
        values.map { |name, value| milliseconds(name, value.is_a?(Time) ? value.to_r : value, 0..Float::MAX) }
      end

      # A workosds_..._query: the five common members, then the filters.
      def query(filters, after: nil, before: nil, order: nil, **sizes)
        event_query({ after: after, before: before, order: order, **filters }, **sizes)
      end

      # A workosds_event_query, which has no `before`.
      def event_query(texts, limit: nil, max_items: nil)
        struct("lx4qJ#{texts.size}", limit ? count(:limit, limit) : 0,
               max_items ? count(:max_items, max_items, INT64) : 0, *texts(**texts))
      end

      # The same query, asking for pages of another size where it names none. The texts stay where they are.
      def with_limit(query, limit)
        place = Fiddle::SIZEOF_SIZE_T
        return query unless query[place, 4] == [0].pack("l")

        size = query[0, place].unpack1("J")
        Fiddle::Pointer.malloc(size, Fiddle::RUBY_FREE).tap do |copy|
          copy[0, size] = query[0, size]
          copy[place, 4] = [limit].pack("l")
        end
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

      def texts(**values) = values.map { |name, value| text(name, value) }
      def count(name, value, range = INT32) = number(name, value, Integer, range)

      # Of seconds; nil is no limit.
      def milliseconds(name, value, range = Float::MIN..Float::MAX)
        value.nil? ? -1 : (number(name, value, Numeric, range) * 1000).round.clamp(range.begin.ceil, INT64.max)
      end

      def number(name, value, type, range)
        check_type(name, value, type)
        range.cover?(value) ? value : raise(InvalidArgumentError, "#{name} must not be #{value}")
      end

      # The value is not shown: it may be a secret.
      def check_type(name, value, *types)
        types.any? { |type| value.is_a?(type) } or
          raise TypeError, "#{name} must be a #{types.join(' or ')}, not of class #{value.class}"
      end

      # A struct that begins with its size, in memory of its own, its texts behind it. The template tells the members
      # after the size as Array#pack does.
      def struct(template, *values)
        size = place = ([0] * (values.size + 1)).pack("J#{template}").bytesize
        texts = values.grep(String).map { |text| "#{text}\0".b }
        memory = Fiddle::Pointer.malloc(size + texts.sum(&:bytesize), Fiddle::RUBY_FREE)
        members = values.map do |value|
          value.is_a?(String) ? (memory + place).to_i.tap { place += value.bytesize + 1 } : value || 0
        end
        memory[0, place] = [size, *members].pack("J#{template}") + texts.join
        memory
      end
    end
  end
end
