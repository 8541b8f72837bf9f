# frozen_string_literal: true

require_relative "test_helper"

# created_at_time and updated_at_time accept the forms that the library's workosds_timestamp_ms accepts.
class RecordTimesTest < WorkOSDSTest
  TEXTS = [
    "2026-01-15T12:00:00.000Z", "2026-01-15T12:00:00.123456789Z", "2026-01-15 12:00:00.5", "2026-01-15t12:00:00z",
    "2026-01-15T12:00:00+0200", "2026-01-15T12:00:00-23:59", "2024-02-29T00:00:00Z", "1969-12-31T23:59:59.999Z",
    "2016-12-31T23:59:60Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z",
    "2026-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
    "2026-01-00T00:00:00Z", "2026-01-15T24:00:00Z", "2026-01-15T12:60:00Z", "2026-01-15T12:00:61Z", "2026-01-15",
    "2026-01-15T12:00Z", "2026-01-15T12:00:00.Z", "2026-01-15T12:00:00.1234567890Z", "2026-01-15T12:00:00+24:00",
    "2026-01-15T12:00:00+02:60", "2026-01-15T12:00:00+02", "2026-01-15T12:00:00ZZ", " 2026-01-15T12:00:00Z",
    "2026-01-15T12:00:00Z\n", "yesterday", "", "\xFF", "2026-01-15T12:00:00Z\0"
  ].freeze

  def test_as_the_library_reads_them
    TEXTS.each do |text|
      time = WorkOSDS::Group.new("updated_at" => text).updated_at_time
      milliseconds = time && ((time.to_r * 1000).floor)
      assert_equal [of_the_library(text)], [milliseconds], text.inspect
      assert_predicate time, :utc? if time
    end
  end

  def test_each_record_has_them
    raw = { "created_at" => "2026-01-15T12:00:00Z", "updated_at" => "2026-01-15T13:00:00Z" }
    [WorkOSDS::Directory, WorkOSDS::Group, WorkOSDS::User].each do |type|
      record = type.new(raw)
      assert_equal [Time.utc(2026, 1, 15, 12), Time.utc(2026, 1, 15, 13)],
                   [record.created_at_time, record.updated_at_time]
      assert_equal "2026-01-15T12:00:00Z", record.created_at
    end
    assert_equal Time.utc(2026, 1, 15, 12), WorkOSDS::Event.new(raw).created_at_time
    assert_nil WorkOSDS::Event.new({}).created_at_time
    assert_nil WorkOSDS::User.new("created_at" => 5).created_at_time
  end

  def test_in_a_ractor
    output, errors, = Script.run(<<~RUBY)
      Warning[:experimental] = false
      user = WorkOSDS::User.new("id" => "u", "created_at" => "2026-01-15T12:00:00Z", "roles" => [{ "slug" => "a" }])
      Ractor.make_shareable(user)
      puts Ractor.new(user) { |one| [one.id, one.roles, one.created_at_time.year, one.to_h.size].inspect }.take
    RUBY
    assert_equal ["[\"u\", [\"a\"], 2026, 19]\n", ""], [output, errors]
  end

  private

  # nil if it is not a time. Texts with a NUL are not compared, because C reads up to the NUL only.
  def of_the_library(text)
    return if text.include?("\0")

    @read ||= Fiddle::Function.new(
      Fiddle.dlopen(ENV.fetch("WORKOSDS_LIBRARY"))["workosds_timestamp_ms"],
      [Fiddle::TYPE_VOIDP, Fiddle::TYPE_VOIDP], Fiddle::TYPE_INT
    )
    result = Fiddle::Pointer.malloc(8, Fiddle::RUBY_FREE)
    @read.call(text, result) == 1 ? result[0, 8].unpack1("q") : nil
  end
end
