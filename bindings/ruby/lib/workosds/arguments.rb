# frozen_string_literal: true

module WorkOSDS
  # Checks arguments and turns them into what the library takes, where 0 stands for the default and -1 for none.
  module Arguments
    LARGEST_INT32 = (2**31) - 1
    LARGEST_INT64 = (2**63) - 1
    SECONDS = (0..Float::MAX)

    class << self
      # A text in UTF-8. A NUL is refused: C would read a shorter text, and ask for another id than the one given.
      def text(name, value, refusal = InvalidArgumentError)
        return if value.nil?

        check_type(name, value, String, Symbol)
        text = value.to_s.encode(Encoding::UTF_8)
        raise refusal, "#{name} holds a NUL byte" if text.b.include?("\0")

        text
      rescue EncodingError
        raise refusal, "#{name} is not UTF-8"
      end

      # A Time is written as the API writes times.
      def time(name, value)
        return text(name, value) unless value.is_a?(Time)

        value.getutc.strftime("%FT%T.%LZ")
      end

      # An array of names, or names with commas between them. An empty array stands for all events, as nil does.
      def event_names(value) = text(:events, Array(value).join(","))

      # The address of a String's bytes, and how many they are.
      def bytes(name, value)
        check_type(name, value, String)
        [Fiddle::Pointer[value], value.bytesize]
      end

      # nil is the default. 0 is refused: the library would take it for the default, too.
      def count(name, value, most: LARGEST_INT32)
        return if value.nil?

        check_type(name, value, Integer)
        refuse(name, value) unless value.between?(1, most)
        value
      end

      # A time limit in seconds, in milliseconds. nil is no limit. What is above 0 never becomes 0.
      def time_limit(name, seconds)
        return Structs::NO_TIME_LIMIT if seconds.nil?

        check_type(name, seconds, Numeric)
        refuse(name, seconds) unless SECONDS.cover?(seconds) && seconds.positive?
        (seconds * 1000).round.clamp(1, LARGEST_INT64)
      end

      # A span in seconds that may be 0, in milliseconds. nil is the default.
      def span(name, seconds)
        return -1 if seconds.nil?

        check_type(name, seconds, Numeric)
        refuse(name, seconds) unless SECONDS.cover?(seconds)
        (seconds * 1000).round.clamp(0, LARGEST_INT64)
      end

      # A Time, or seconds since 1970, in milliseconds. nil is now.
      def moment(name, value) = span(name, value.is_a?(Time) ? value.to_r : value)

      private

      def refuse(name, value) = raise(InvalidArgumentError, "#{name} must not be #{value}")

      # The value is not shown: it may be a secret.
      def check_type(name, value, *types)
        return if types.any? { |type| value.is_a?(type) }

        raise TypeError, "#{name} must be a #{types.join(' or ')}, not of class #{value.class}"
      end
    end
  end
end
