# frozen_string_literal: true

require_relative "test_helper"

# Every option of a client is documented in its comment, signature and README.
class DocumentationTest < WorkOSDSTest
  ROOT = File.expand_path("..", __dir__)
  OPTIONS = WorkOSDS::Client.instance_method(:initialize).parameters.map(&:last).freeze

  def test_client_options
    comment = File.read("#{ROOT}/lib/workosds/client.rb")[/Creates a client\. Sends nothing.*?def initialize/m]
    readme = File.read("#{ROOT}/README.md")
    signature = File.read("#{ROOT}/sig/workosds.rbs")[/def initialize: \(\n.*?\n    \) -> void$/m]
    assert_operator OPTIONS.size, :>=, 16
    OPTIONS.each do |option|
      described = comment[/^    # #{option}:: +(\S.*)/, 1]
      row = readme[/^\| `#{option}` \| (.*?) \|/, 1]
      above = signature[/^ +# (.*)\n +\?(?:String\? )?#{option}\b/, 1]
      assert described && row && above, option
      next unless option.end_with?("timeout", "wait")

      [described, row, above].each { |text| assert_match(/seconds/i, text, option) }
    end
  end
end
