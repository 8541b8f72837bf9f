# frozen_string_literal: true

require "json"
require "workosds/errors"

module WorkOSDS
  # A directory, group or user as the server sent it: a frozen value, equal to another with the same content. A field
  # that the server left out or sent as something else reads nil, a list or hash empty; `raw` has everything. What is
  # nested inside a hash is not frozen; Ractor.make_shareable(record) freezes that too.
  class Record
    class << self
      # What to_json always has and, but for "object", to_h.
      attr_reader :members

      private

      # The documented members in the API's order.
      def documents(*names) = @members = names.freeze

      # Fields that are read as they are.
      def reads(type, fallback, *names)
        names.each do |name|
          class_eval <<~RUBY, __FILE__, __LINE__ + 1
            def #{name}                                                      # def email
              value = @raw["#{name}"]                                        #   value = @raw["email"]
              #{type} === value ? value.freeze : #{fallback.inspect}.freeze  #   String === value ? value.freeze : nil
            end                                                              # end
          RUBY
        end
      end
    end

    # The object as the server sent it, newer fields included. (A directory's state has its documented name.)
    attr_reader :raw

    def initialize(raw)
      @raw = raw.freeze
      freeze
    end

    def ==(other) = other.instance_of?(self.class) && raw == other.raw
    alias eql? ==
    def hash = [self.class, raw].hash

    # The documented fields by their names.
    def to_h = deconstruct_keys(nil)

    def deconstruct_keys(names)
      fields = self.class.members - [:object]
      (names ? fields & names : fields).to_h { |field| [field, public_send(field)] }
    end

    # Documented members are always there, null where the server sent none; newer ones are kept.
    def to_json(*options) = self.class.members.to_h { |name| [name.to_s, nil] }.merge(raw).to_json(*options)

    def inspect = "#<#{self.class} #{to_h.compact.map { |name, value| "#{name}=#{value.inspect}" }.join(' ')}>"
    alias to_s inspect
  end

  # A directory at an identity provider, connected by an organization. `type` is the provider ("okta scim v2.0"),
  # `state` "active", "inactive", "deleting", "invalid_credentials", "validating", or newer values.
  class Directory < Record
    documents :object, :id, :organization_id, :external_key, :domain, :name, :type, :state, :metadata, :created_at,
              :updated_at
    reads String, nil, :id, :organization_id, :external_key, :domain, :name, :type, :state, :created_at, :updated_at
    reads Hash, {}, :metadata

    def active_user_count = count("users", "active")
    def inactive_user_count = count("users", "inactive")
    def group_count = count("groups")

    private

    def count(*path)
      value = path.reduce(metadata) { |object, name| object[name] if object.is_a?(Hash) }
      value if value.is_a?(Integer)
    end
  end

  # A group of a directory; `idp_id` is its id at the identity provider. The API sends no raw attributes since
  # 2026-04-15.
  class Group < Record
    documents :object, :id, :idp_id, :directory_id, :organization_id, :name, :raw_attributes, :created_at, :updated_at
    reads String, nil, :id, :idp_id, :directory_id, :organization_id, :name, :created_at, :updated_at
    reads Hash, {}, :raw_attributes
  end

  # A user of a directory; `idp_id` is its id at the identity provider, `state` "active", "inactive" or newer. The API
  # sends no `job_title`, `username`, `emails` and `raw_attributes` since 2026-04-15 (see the custom attributes), and a
  # change of group membership does not change `updated_at`.
  class User < Record
    documents :object, :id, :directory_id, :organization_id, :idp_id, :email, :first_name, :last_name, :name, :emails,
              :job_title, :username, :state, :role, :roles, :custom_attributes, :raw_attributes, :groups, :created_at,
              :updated_at
    reads String, nil, :id, :directory_id, :organization_id, :idp_id, :email, :first_name, :last_name, :name,
          :job_title, :username, :state, :created_at, :updated_at
    reads Hash, {}, :raw_attributes
    reads Array, [], :emails

    # A hash, or an instance of the class that the call named.
    attr_reader :custom_attributes

    def initialize(raw, attributes_class = nil)
      attributes = Hash.try_convert(raw["custom_attributes"]).to_h.freeze
      @custom_attributes = attributes_class ? build(attributes_class, attributes, raw["id"]).freeze : attributes
      super(raw)
    end

    # The slug of the primary role, and those of all roles.
    def role = slug(@raw["role"])
    def roles = Array.try_convert(@raw["roles"]).to_a.filter_map { |role| slug(role) }

    # Those in the user's own record. The API sends none to teams created since 2026-05-01: list_groups(user: user.id).
    def groups = Array.try_convert(@raw["groups"]).to_a.grep(Hash).map { |group| Group.new(group) }

    private

    def slug(role)
      slug = role["slug"] if role.is_a?(Hash)
      slug.freeze if slug.is_a?(String)
    end

    # By name. What the class does not name is left out; what the server did not send is nil in a Struct.
    def build(type, attributes, id)
      names = type.members
      by_position = type < Struct && !type.keyword_init?
      return type.new(*attributes.values_at(*names.map(&:to_s))) if by_position

      type.new(**attributes.transform_keys(&:to_sym).slice(*names))
    rescue StandardError => error
      raise CustomAttributeError, "The custom attributes of user #{id} do not fit #{type}: #{error.message}"
    end
  end
end
