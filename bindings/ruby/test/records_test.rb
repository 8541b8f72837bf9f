# frozen_string_literal: true

require_relative "test_helper"

class RecordsTest < WorkOSDSTest
  def test_user
    sandbox do |client|
      user = client.list_users(directory: Sandbox.okta, email: "renee.bjoernsen@foo-corp.com").first
      assert_equal ["Renée", "Bjørnsen", "Renée Bjørnsen", "active", "member", ["member"]],
                   [user.first_name, user.last_name, user.name, user.state, user.role, user.roles]
      assert_equal Encoding::UTF_8, user.first_name.encoding
      assert_equal "Everyone", user.groups.first.name
      assert_equal [748, 0.8, false, nil], user.custom_attributes.values_at("seat", "fte", "isContractor", "nickname")
      assert_equal user, client.get_user(user.id)
      assert_equal user, client.list_users(directory: Sandbox.okta, idp_id: user.idp_id).first
    end
  end

  def test_records_are_frozen_values
    sandbox do |client|
      user = client.list_users(directory: Sandbox.okta).first
      other = client.get_user(user.id)
      assert_predicate user, :frozen?
      assert_equal [user.hash, true], [other.hash, user.eql?(other)]
      refute_equal user, WorkOSDS::Group.new(user.raw)
      [-> { user.raw["id"] = "" }, -> { user.email << "x" }, -> { user.custom_attributes["a"] = 1 }].each do |change|
        assert_raises(FrozenError, &change)
      end
      assert Ractor.shareable?(Ractor.make_shareable(user))
      assert_equal other, Marshal.load(Marshal.dump(other))
    end
  end

  def test_pattern_matching_and_hash
    user = WorkOSDS::User.new("id" => "u", "email" => "a@example.com", "state" => "active")
    case user
    in { state: "active", email: String => email } then assert_equal "a@example.com", email
    end
    assert_equal ["u", [], {}], user.to_h.values_at(:id, :groups, :custom_attributes)
    refute_includes user.to_h, :object
    assert_equal %i[id email].sort, user.deconstruct_keys(%i[id email unknown]).keys.sort
  end

  def test_json_has_the_documented_members_and_keeps_newer_ones
    text = JSON.generate([WorkOSDS::Group.new("id" => "g", "brand_new" => { "a" => [nil] })])
    group = JSON.parse(text).first
    assert_equal ["g", nil, { "a" => [nil] }], group.values_at("id", "name", "brand_new")
    assert_equal %w[object id idp_id directory_id organization_id name raw_attributes created_at updated_at brand_new],
                 group.keys
  end

  def test_inspect
    assert_equal '#<WorkOSDS::Group id="g" raw_attributes={}>', WorkOSDS::Group.new("id" => "g").inspect
  end

  # The API is written in JavaScript and sends 1.0 as 1.
  def test_a_whole_number_among_reals
    users = [0.5, 1, 0.8].map { |fte| Server.user(1, custom_attributes: { fte: fte }) }
    attributes = Struct.new(:fte) { def initialize(fte) = super(Float(fte)) }
    Server.open(->(_, _) { Server.page(users) }) do |server|
      client_of(server) do |client|
        listed = client.list_users(directory: "d", custom_attributes: attributes)
        assert_equal([0.5, 1.0, 0.8], listed.map { |user| user.custom_attributes.fte })
      end
    end
  end

  def test_ractors_may_share_them
    sandbox do |client|
      records = [client.list_directories.first, client.list_groups(directory: Sandbox.okta).first,
                 client.list_users(directory: Sandbox.okta).first, client.list_events.first]
      records << client.get_user(records[2].id) << client.get_directory(records[0].id)
      body = JSON.generate("id" => "event_1", "event" => "dsync.user.created", "data" => { "id" => "u", "x" => ["y"] })
      records << WorkOSDS.verify_webhook(body, WorkOSDS.sign_webhook(body, "secret"), "secret")
      records.each { |record| assert Ractor.shareable?(record), record.class.name }
    end
  end
end
