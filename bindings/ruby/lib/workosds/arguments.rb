# frozen_string_literal: true

module WorkOSDS
  # Checks arguments and converts them for the library, where 0 means the default and -1 means none.
  module Arguments
    LARGEST_INT32 = (2**31) - 1
    LARGEST_INT64 = (2**63) - 1
    SECONDS = (0..Float::MAX)

    class << self
      # A text in UTF-8. Rejects a NUL: C would read a shorter text, which could be another id.
      def text(name, value, refusal = InvalidArgumentError)
        return if value.nil?

        check_type(name, value, String, Symbol)
        text = value.to_s.encode(Encoding::UTF_8)
        raise refusal, "#{name} must not contain a NUL" if text.b.include?("\0")

        text
      rescue EncodingError
        raise refusal, "#{name} is not UTF-8"
      end

      # Formats a Time as the API does.
      def time(name, value)
        return text(name, value) unless value.is_a?(Time)

        value.getutc.strftime("%FT%T.%LZ")
      end

      # An array of names, or a text of names separated by commas. An empty array means all events, like nil.
      def event_names(value) = text(:events, Array(value).join(","))

      # Headers by name, as the texts "Name: value". A value can be a secret: it is in no message.
      def header_lines(headers)
        return if headers.nil?

        check_type(:headers, headers, Hash)
        headers.map do |name, value|
          check_type("the name of a header", name, String, Symbol)
          refuse_colon(name)
          check_type("the value of the header #{name}", value, String)
          "#{text('the name of a header', name)}: #{text("the value of the header #{name}", value)}"
        end
      end

      def header_names(headers)
        check_type(:headers, headers, Hash)
        headers.keys.map { |name| text("the name of a header", name) }
      end

      # The address and number of a String's bytes.
      def bytes(name, value)
        check_type(name, value, String)
        [Fiddle::Pointer[value], value.bytesize]
      end

      # nil is the default. Rejects 0, which would mean the default to the library.
      def count(name, value, most: LARGEST_INT32)
        return if value.nil?

        check_type(name, value, Integer)
        refuse(name, value) unless value.between?(1, most)
        value
      end

      # Converts a time limit from seconds to milliseconds. nil means no limit. A value above 0 never becomes 0.
      def time_limit(name, seconds)
        return Structs::NO_TIME_LIMIT if seconds.nil?

        check_type(name, seconds, Numeric)
        refuse(name, seconds) unless SECONDS.cover?(seconds) && seconds.positive?
        (seconds * 1000).round.clamp(1, LARGEST_INT64)
      end

      # Converts a duration, which may be 0, from seconds to milliseconds. nil is the default.
      def span(name, seconds)
        return -1 if seconds.nil?

        check_type(name, seconds, Numeric)
        refuse(name, seconds) unless SECONDS.cover?(seconds)
        (seconds * 1000).round.clamp(0, LARGEST_INT64)
      end

      # Converts a Time, or seconds since 1970, to milliseconds. nil means now.
      def moment(name, value) = span(name, value.is_a?(Time) ? value.to_r : value)

      private

      # What comes after a colon may be a secret.
      def refuse_colon(name)
        return unless name[":"]

        raise InvalidArgumentError, "headers \"#{name[/[^:]*/]}\" has a colon in its name: leave it out"
      end

      def refuse(name, value) = raise(InvalidArgumentError, "#{name} must not be #{value}")

      # The value is not shown: it may be a secret.
      def check_type(name, value, *types)
        return if types.any? { |type| value.is_a?(type) }

        raise TypeError, "#{name} must be a #{types.join(' or ')}, not of class #{value.class}"
      end
    end
  end
end
