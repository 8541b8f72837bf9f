# frozen_string_literal: true

require "tmpdir"
require_relative "test_helper"

class LibraryTest < WorkOSDSTest
  def test_the_error_names_every_place_tried
    _, errors, status = Script.run("", environment: { "WORKOSDS_LIBRARY" => "" })
    skip "the library is installed on this machine" if status.success?
    assert_match(%r{lib/workosds/libworkosds\.so\.0}, errors)
    assert_match(/^ +libworkosds\.so\.0: /, errors)
    assert_match(/WORKOSDS_LIBRARY/, errors)
  end

  def test_an_explicit_choice_is_the_only_one
    _, errors, status = Script.run("", environment: { "WORKOSDS_LIBRARY" => "/no/such/lib.so" })
    refute_predicate status, :success?
    assert_match(%r{/no/such/lib\.so}, errors)
    refute_match(/libworkosds\.so\.0/, errors)
  end

  def test_path
    text = <<~RUBY
      require "workosds/library"
      WorkOSDS::Library.path = #{ENV.fetch('WORKOSDS_LIBRARY').inspect}
      require "workosds"
      puts WorkOSDS::Library.version
    RUBY
    output, = Open3.capture2({ "WORKOSDS_LIBRARY" => "/no/such/lib.so" }, RbConfig.ruby, "-I", Script::LIB, "-e", text)
    assert_equal "#{WorkOSDS::Library.version}\n", output
  end

  def test_another_library_under_that_name
    libc = File.readlines("/proc/self/maps").filter_map { |line| line[%r{/\S*/libc\.so\.6}] }.first
    _, errors, = Script.run("", environment: { "WORKOSDS_LIBRARY" => libc })
    assert_match(/workosds_version/, errors)
    assert_match(/older/, errors)
  end

  def test_versions
    fits = ->(found) { WorkOSDS::Library.send(:fits?, found) }
    assert fits.call(WorkOSDS::VERSION)
    major, minor, patch = WorkOSDS::VERSION.split(".").map(&:to_i)
    assert fits.call("#{major}.#{minor}.#{patch + 1}")
    refute fits.call("#{major}.#{minor + 1}.0")
    refute fits.call("#{major + 1}.#{minor}.#{patch}")
  end

  def test_nothing_else_is_loaded_and_nothing_printed
    output, errors, = Script.run('puts $LOADED_FEATURES.grep(/net|openssl|set\.rb/).size')
    assert_equal ["0\n", ""], [output, errors]
  end
end
