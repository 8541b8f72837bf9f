# frozen_string_literal: true

require "fileutils"
require "tmpdir"
require_relative "test_helper"

# The gem builds, installs from the file without a network, and works after installation.
class GemTest < WorkOSDSTest
  BUILD = File.expand_path("../build_gem", __dir__)

  def test_plain_gem
    Dir.mktmpdir do |folder|
      file = build(folder)
      assert_equal "workosds-#{WorkOSDS::VERSION}.gem", File.basename(file)
      assert_equal "250\ndsync.user.created\n", install_and_list(folder, file, ENV.fetch("WORKOSDS_LIBRARY"))
    end
  end

  def test_gem_with_the_library_inside
    Dir.mktmpdir do |folder|
      file = build(folder, ENV.fetch("WORKOSDS_LIBRARY"))
      assert_match(/workosds-#{WorkOSDS::VERSION}-.+\.gem/, File.basename(file))
      assert_equal "250\ndsync.user.created\n", install_and_list(folder, file, "")
    end
  end

  private

  def build(folder, *library)
    output, status = Open3.capture2e(BUILD, folder, *library)
    assert_predicate status, :success?, output
    output.lines.last.chomp
  end

  def install_and_list(folder, file, library)
    environment = { "GEM_HOME" => "#{folder}/gems", "WORKOSDS_LIBRARY" => library }
    output, status = Open3.capture2e(environment, "gem", "install", "--local", "--no-document", file)
    assert_predicate status, :success?, output
    text = <<~RUBY
      require "workosds"
      WorkOSDS::Client.open("#{KEY}", base_url: "#{Sandbox.url}") do |client|
        puts client.list_users(directory: "#{Sandbox.okta}").count
      end
      body = '{"event":"dsync.user.created"}'
      puts WorkOSDS.verify_webhook(body, WorkOSDS.sign_webhook(body, "secret"), "secret").type
    RUBY
    Open3.capture2e(environment, RbConfig.ruby, "-w", "-e", text, chdir: folder).first
  end
end
