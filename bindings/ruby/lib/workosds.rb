# frozen_string_literal: true

require "io/wait"
require "json"
require "monitor"
require "workosds/library"

# The WorkOS Directory Sync API: directories, groups and users of an organization's identity provider, and what happens
# to them, read by libworkosds page by page, with retries, pace and time limits taken care of.
#
#   WorkOSDS::Client.open("sk_...") do |client|
#     client.list_users(directory: "directory_123").each { |user| puts user.email }
#   end
module WorkOSDS
  Library.load
  %w[errors arguments observer handle iterator records list client].each { |file| require "workosds/#{file}" }
  private_constant :Arguments, :Handle, :Iterator, :Observer, :Owned

  class << self
    # Checks a webhook and gives its Event, decoded only after its signature has been found right. SignatureError where
    # it does not hold or its time is too far off. A webhook may come more than once: remember ids.
    #
    # payload::          the request's body, byte for byte as it came
    # signature_header:: its WorkOS-Signature; nil, where it had none, does not hold either
    # secret::           the endpoint's secret; while it is being changed call once for each of the two
    # tolerance::        how many seconds its time may be from now, either way
    # now::              a Time, or seconds since 1970; else the clock's
    def verify_webhook(payload, signature_header, secret, tolerance: 180.0, now: nil)
      header = Arguments.text(:signature_header, signature_header, SignatureError) # it comes from outside
      event = Handle.new(:event_free, :webhook_verify, *Arguments.bytes(:payload, payload), header,
                         Arguments.text(:secret, secret), *Arguments.moments(tolerance: tolerance, now: now))
      raw = Library.take_json(Library.event_json(event.address))
      # The library has added the documented members that were not sent.
      Event.new(raw.reject { |name, value| value.nil? && Event.members.include?(name.to_sym) })
    ensure
      event&.free
    end

    # The WorkOS-Signature for a payload, for tests of a receiver.
    def sign_webhook(payload, secret, now: nil)
      header = Library.webhook_sign(*Arguments.bytes(:payload, payload), Arguments.text(:secret, secret),
                                    *Arguments.moments(now: now))
      header.null? ? raise(InvalidArgumentError, "secret must not be empty") : Library.take(header)
    end
  end
end
