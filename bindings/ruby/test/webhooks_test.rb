# frozen_string_literal: true

require_relative "test_helper"

class WebhooksTest < WorkOSDSTest
  SECRET = "whsec_test_0123456789abcdef"
  BODY = "{\"id\":\"event_1\"}\n"
  TIME = 1_735_689_600_002
  DIGEST = "b8a322db9fe82de5b280d30ccc8b842367529a93b699d8909057faf9cde74df1"
  HEADER = "t=#{TIME}, v1=#{DIGEST}".freeze
  USER = '{"id":"event_1","event":"dsync.user.created","data":{"id":"u","email":"é@example.test"}}'

  def test_event
    event = WorkOSDS.verify_webhook(USER, WorkOSDS.sign_webhook(USER, SECRET), SECRET)
    assert_equal [WorkOSDS::Event, "dsync.user.created", "é@example.test", JSON.parse(USER)],
                 [event.class, event.type, event.user.email, event.raw]
    assert_predicate event, :frozen?
    assert_equal Encoding::UTF_8, event.user.email.encoding
  end

  def test_encodings_of_the_header
    [HEADER.b, HEADER.encode("UTF-16LE")].each { |header| assert_equal "event_1", verify(BODY, header).id }
    ["t=#{TIME}\xFF, v1=#{DIGEST}".b, "#{HEADER}\xFF".b].each do |header|
      assert_raises(WorkOSDS::SignatureError, header.inspect) { verify(BODY, header) }
    end
  end

  def test_tolerances
    at = ->(milliseconds, **options) { verify(BODY, HEADER, now: Rational(TIME + milliseconds, 1000), **options).id }
    assert_equal "event_1", at.call(180_000, tolerance: nil)
    assert_equal "event_1", at.call(1, tolerance: 0.001)
    assert_equal "event_1", WorkOSDS.verify_webhook(BODY, HEADER, SECRET, tolerance: 1e30).id
    [{ tolerance: -1 }, { tolerance: Float::NAN }, { tolerance: Float::INFINITY }, { now: -1 }].each do |options|
      assert_raises(WorkOSDS::InvalidArgumentError, options.inspect) { verify(BODY, HEADER, **options) }
    end
  end

  # The bytes matter, not the encoding that Ruby assumes.
  def test_encodings_of_the_body
    header = WorkOSDS.sign_webhook(USER, SECRET)
    [Encoding::BINARY, Encoding::US_ASCII, Encoding::UTF_16LE, Encoding::ISO_8859_1].each do |encoding|
      body = USER.dup.force_encoding(encoding).freeze
      assert_equal header, WorkOSDS.sign_webhook(body, SECRET, now: Rational(header[/\d+/].to_i, 1000))
      assert_equal "é@example.test", WorkOSDS.verify_webhook(body, header, SECRET).user.email
      assert_equal encoding, body.encoding
    end
    assert_equal "event_1", WorkOSDS.verify_webhook("..#{USER}.."[2..-3], header, SECRET).id
    assert_raises(WorkOSDS::SignatureError) { WorkOSDS.verify_webhook(USER.encode("UTF-16LE"), header, SECRET) }
  end

  # A float of today's seconds is exact to the millisecond, and so is a Time.
  def test_now
    (TIME..TIME + 300).each do |milliseconds|
      header = WorkOSDS.sign_webhook(BODY, SECRET, now: milliseconds / 1000.0)
      assert_equal "t=#{milliseconds},", header.split.first
      now = Time.at(0, milliseconds, :millisecond)
      assert_equal header, WorkOSDS.sign_webhook(BODY, SECRET, now: now)
      assert_equal "event_1", verify(BODY, header, now: now, tolerance: 0).id
    end
    assert_match(/\At=0, /, WorkOSDS.sign_webhook(BODY, SECRET, now: 0))
    before = Time.now.to_i
    assert_includes before..Time.now.to_i + 1, WorkOSDS.sign_webhook(BODY, SECRET)[/\d+/].to_i / 1000
  end

  def test_arguments
    [-> { verify(BODY, HEADER, secret: "#{SECRET}\0x") },
     -> { verify(BODY, HEADER, secret: "") }, -> { verify(BODY, HEADER, secret: nil) },
     -> { WorkOSDS.sign_webhook(BODY, "#{SECRET}\0") }, -> { WorkOSDS.sign_webhook(BODY, "") },
     -> { WorkOSDS.sign_webhook(BODY, nil) }, -> { WorkOSDS.sign_webhook(BODY, "\xFF".b) }].each do |call|
      error = assert_raises(WorkOSDS::InvalidArgumentError, &call)
      refute_match(/whsec/, error.full_message)
    end
    [-> { verify(nil, HEADER) }, -> { verify(StringIO.new(BODY), HEADER) }, -> { verify(BODY, 5) },
     -> { verify(BODY, HEADER, secret: [SECRET]) }, -> { verify(BODY, HEADER, tolerance: "180") },
     -> { verify(BODY, HEADER, now: "now") }, -> { WorkOSDS.sign_webhook({}, SECRET) }].each do |call|
      error = assert_raises(TypeError, &call)
      refute_match(/whsec/, error.message)
    end
  end

  def test_threads_and_fork
    work = lambda do
      header = WorkOSDS.sign_webhook(USER, SECRET)
      Array.new(50) { WorkOSDS.verify_webhook(USER, header, SECRET).user.email }.uniq.first
    end
    assert_equal ["é@example.test"], Array.new(4) { Thread.new(&work) }.map(&:value).uniq
    assert_equal ["é@example.test"] * 2, Array.new(2) { in_child(&work) }.map(&:call)
  end

  private

  def verify(body, header, secret: SECRET, now: Rational(TIME, 1000), **options)
    WorkOSDS.verify_webhook(body, header, secret, now: now, **options)
  end
end
