# frozen_string_literal: true

require_relative "test_helper"

# The README's Ruby code is valid, and its webhook receiver works.
class ReadmeTest < WorkOSDSTest
  BLOCKS = File.read(File.expand_path("../README.md", __dir__)).scan(/^```ruby\n(.*?)^```/m).flatten.freeze

  # The interface that runs a config.ru.
  class Rack
    attr_reader :application

    def run(application) = @application = application
  end

  def test_each_block_is_ruby
    assert_equal 4, BLOCKS.size
    BLOCKS.each { |text| assert RubyVM::InstructionSequence.compile(text) }
  end

  def test_receiver
    rack = Rack.new
    rack.instance_eval(BLOCKS.grep(/verify_webhook/).first)
    body = '{"id":"event_1","event":"dsync.deleted","data":{"id":"directory_1"}}'
    signature = WorkOSDS.sign_webhook(body, "secret")
    assert_equal [200, "event_1 dsync.deleted directory_1\n"], receive(rack.application, body, signature)
    assert_equal [400, ""], receive(rack.application, "#{body} ", signature)
    assert_equal [400, ""], receive(rack.application, body, nil)
  end

  private

  def receive(application, body, signature)
    ENV["WEBHOOK_SECRET"] = "secret"
    status = nil
    request = { "rack.input" => StringIO.new(body), "HTTP_WORKOS_SIGNATURE" => signature }
    output, = capture_io { status, = application.call(request) }
    [status, output]
  ensure
    ENV.delete("WEBHOOK_SECRET")
  end
end
