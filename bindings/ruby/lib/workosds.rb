# frozen_string_literal: true

require "io/wait"
require "json"
require "monitor"
require "workosds/library"
require "workosds/structs"
require "workosds/struct_argument"

# The WorkOS Directory Sync API: directories, groups and users of an organization's identity provider, and the events that
# report changes. libworkosds fetches them page by page, and handles retries, rate limits and timeouts.
#
#   WorkOSDS::Client.open("sk_...") do |client|
#     client.list_users(directory: "directory_123").each { |user| puts user.email }
#   end
module WorkOSDS
  Library.load
  require "workosds/errors"
  require "workosds/arguments"
  require "workosds/options"
  require "workosds/observer"
  require "workosds/handle"
  require "workosds/iterator"
  require "workosds/timestamp"
  require "workosds/records"
  require "workosds/list"
  require "workosds/client"
  private_constant :Arguments, :Handle, :Iterator, :Observer, :Options, :Owned, :StructArgument, :Structs

  class << self
    # Verifies a webhook's signature and returns its Event. Nothing is decoded before the signature has been verified. A
    # webhook may arrive more than once: remember the ids of events.
    #
    # payload::          the request's body, exactly as received
    # signature_header:: the value of WorkOS-Signature; nil, if the request had none, raises SignatureError too
    # secret::           the endpoint's secret; during a secret rotation, call once per secret
    # tolerance::        how many seconds the signature's time may be from `now`, either way; default 180
    # now::              a Time, or seconds since 1970; default: the clock
    #
    # Raises SignatureError if the signature is invalid or its time is too far off, ProtocolError if the signed payload is
    # not an event.
    def verify_webhook(payload, signature_header, secret, tolerance: 180.0, now: nil)
      # The header is untrusted: an invalid one is a signature error.
      header = Arguments.text(:signature_header, signature_header, SignatureError)
      event = Handle.new(
        :event_free, :webhook_verify,
        *Arguments.bytes(:payload, payload),
        header,
        Arguments.text(:secret, secret),
        Arguments.span(:tolerance, tolerance),
        Arguments.moment(:now, now)
      )
      members = Library.take_json(Library.event_json(event.address))
      Event.new(without_added_members(members))
    ensure
      event&.free
    end

    # The WorkOS-Signature header for a payload, to test a receiver.
    def sign_webhook(payload, secret, now: nil)
      secret_text = Arguments.text(:secret, secret)
      header = Library.webhook_sign(*Arguments.bytes(:payload, payload), secret_text, Arguments.moment(:now, now))
      raise InvalidArgumentError, "secret must not be empty" if header.null?

      Library.take(header)
    end

    private

    # The library's JSON always has the documented members, null if the server sent none.
    def without_added_members(members)
      members.reject { |name, value| value.nil? && Event::MEMBERS.include?(name.to_sym) }
    end
  end
end
