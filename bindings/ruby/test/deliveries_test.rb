# frozen_string_literal: true

require_relative "test_helper"

# What the sandbox delivers, verified as a receiver does.
class DeliveriesTest < WorkOSDSTest
  SECRET = "whsec_ünïcode"

  def test_each_change_arrives_as_the_event_that_the_list_has
    with_endpoint do |receiver|
      sandbox do |client|
        before = client.list_events.map(&:id).last
        user = Sandbox.post("users", "directory_id" => Sandbox.hibob, "first_name" => "Renée", "email" => "r@x.example")
        delivery = receiver.take
        event = WorkOSDS.verify_webhook(delivery.body, delivery.signature, SECRET)
        assert_equal ["dsync.user.created", user["id"], "Renée"], [event.type, event.user.id, event.user.first_name]
        assert_equal [event], client.list_events(after: before).to_a
        assert_equal event.user.raw, client.get_user(user["id"]).raw.slice(*event.user.raw.keys)
      end
    end
  end

  def test_an_event_nobody_knows_and_one_that_comes_twice
    with_endpoint do |receiver|
      sent = Sandbox.post("events", "event" => "dsync.galaxy.exploded", "data" => { "stars" => ["☀", 1.5, nil] })
      Sandbox.post("events", "repeat_event" => sent["id"])
      first, again = Array.new(2) { receiver.take }.map do |delivery|
        WorkOSDS.verify_webhook(delivery.body, delivery.signature, SECRET)
      end
      assert_equal ["dsync.galaxy.exploded", { "stars" => ["☀", 1.5, nil] }, sent["id"]],
                   [first.type, first.data, first.id]
      assert_equal first, again
    end
  end

  def test_what_was_changed_on_the_way_is_refused
    with_endpoint do |receiver|
      data = { "id" => "directory_user_1", "organization_id" => "org_1" }
      Sandbox.post("events", "event" => "dsync.user.created", "data" => data)
      delivery = receiver.take
      [[delivery.body.sub("directory_user_1", "directory_user_2"), delivery.signature, SECRET],
       [delivery.body, delivery.signature.sub(/\d/) { |digit| digit.succ[-1] }, SECRET],
       [delivery.body, delivery.signature, "whsec_unicode"]].each do |webhook|
        assert_raises(WorkOSDS::SignatureError) { WorkOSDS.verify_webhook(*webhook) }
      end
      later = Time.now + 3600
      assert_raises(WorkOSDS::SignatureError) do
        WorkOSDS.verify_webhook(delivery.body, delivery.signature, SECRET, now: later)
      end
    end
  end

  private

  def with_endpoint
    Receiver.open do |receiver|
      endpoint = Sandbox.post("webhooks", "url" => receiver.url, "secret" => SECRET)
      yield receiver
    ensure
      Sandbox.delete("webhooks/#{endpoint['id']}") if endpoint
    end
  end
end
