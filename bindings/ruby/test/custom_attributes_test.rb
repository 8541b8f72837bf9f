# frozen_string_literal: true

require_relative "test_helper"

class CustomAttributesTest < WorkOSDSTest
  Positional = Struct.new(:department, :employeeId, :unknown)
  Keyword = Struct.new(:department, :employeeId, keyword_init: true)
  Strict = Struct.new(:seat) do
    def initialize(seat)
      raise ArgumentError, "seat is #{seat.inspect}" unless seat.is_a?(Integer)

      super
    end
  end

  # The interface of a Data class: `members`, and `new` with a keyword for each member.
  class Exact
    attr_reader :department

    def self.members = [:department]

    def initialize(department:)
      @department = department
    end
  end

  def test_struct
    sandbox do |client|
      user = client.list_users(directory: Sandbox.okta, custom_attributes: Positional).first
      assert_equal Positional.new("Sales", "E-10249", nil), user.custom_attributes
      assert_predicate user.custom_attributes, :frozen?
      assert_equal "Sales", client.get_user(user.id, custom_attributes: Keyword).custom_attributes.department
      assert_equal "Sales", client.get_user(user.id, custom_attributes: Exact).custom_attributes.department
      assert_equal "Sales", user.raw["custom_attributes"]["department"]
    end
  end

  def test_data
    type = defined?(Data.define) ? Data.define(:department) : Exact
    user = WorkOSDS::User.new({ "id" => "u", "custom_attributes" => { "department" => "Sales", "more" => 1 } }, type)
    assert_equal "Sales", user.custom_attributes.department
    error = assert_raises(WorkOSDS::CustomAttributeError) { WorkOSDS::User.new({ "id" => "directory_user_9" }, type) }
    assert_match(/directory_user_9.*department/, error.message)
  end

  def test_what_does_not_fit_names_the_user_and_keeps_the_cause
    users = [Server.user(1, custom_attributes: { seat: 1 }), Server.user(2, custom_attributes: { seat: "one" })]
    Server.open(->(_, _) { Server.page(users) }) do |server|
      client_of(server) do |client|
        seen = []
        error = assert_raises(WorkOSDS::CustomAttributeError) do
          client.list_users(directory: "d", custom_attributes: Strict).each { |user| seen << user.id }
        end
        assert_equal ["directory_user_1"], seen
        assert_match(/directory_user_2.*seat is "one"/, error.message)
        assert_kind_of ArgumentError, error.cause
      end
    end
  end

  def test_no_class_of_attributes
    sandbox do |client|
      assert_raises(TypeError) { client.get_user("u", custom_attributes: { department: String }) }
      assert_raises(TypeError) { client.list_users(directory: "d", custom_attributes: "Attributes") }
    end
  end
end
