# frozen_string_literal: true

module WorkOSDS
  # Parses times in the forms that the library's workosds_timestamp_ms accepts. Written in Ruby, because a Ractor can use
  # records but cannot call the library.
  module Timestamp
    FORM = /\A(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d(?:\.\d{1,9})?)(?:[Zz]|([+-])(\d\d):?(\d\d))?\z/

    class << self
      # A Time in UTC; nil if the text is not a time.
      def parse(text)
        match = FORM.match(text)
        return if match.nil?

        year, month, day, hour, minute = match.captures.first(5).map(&:to_i)
        second = match[6].to_r
        start_of_minute = Time.utc(year, month, day, hour, minute)
        # Ruby accepts 30 February as 2 March, and the hour 24. Leap seconds are valid.
        return unless start_of_minute.day == day && hour < 24 && second < 61

        start_of_minute + second - offset(match[7], match[8].to_i, match[9].to_i)
      rescue ArgumentError # out of range
        nil
      end

      private

      # Seconds ahead of UTC.
      def offset(sign, hours, minutes)
        raise ArgumentError if hours > 23 || minutes > 59

        seconds = (hours * 3600) + (minutes * 60)
        sign == "-" ? -seconds : seconds
      end
    end
  end
  private_constant :Timestamp
end
