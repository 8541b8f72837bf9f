# frozen_string_literal: true

module WorkOSDS
  # A directory, group, user or event as the server sent it: a value, frozen with all that is inside, which Ractors may
  # share, and equal to another with the same content. A field that the server left out or sent as something else reads
  # nil, a list or hash empty; `raw` has everything.
  class Record
    # The object as the server sent it, newer fields included. (A directory's state has its documented name.)
    attr_reader :raw

    class << self
      # What to_json always has, and to_h.
      attr_reader :members, :fields

      private

      # The documented members in the API's order, read as they are: a text each, or what `others` says. nil leaves one
      # to a method of its own.
      def documents(*names, **others)
        @members = [:object, *names].freeze
        @fields = names.map { |name| name == :event ? :type : name }.freeze # an event's name on the wire
        names.to_h { |name| [name, others.fetch(name, String)] }.compact.each do |name, type|
          empty = { String => "nil", Hash => "{}.freeze", Array => "[].freeze" }[type]
          class_eval <<~RUBY, __FILE__, __LINE__ + 1
            def #{name} = #{type} === (value = @raw["#{name}"]) ? value.freeze : #{empty} # String === (value = @raw["id"])
          RUBY
        end
      end
    end

    def initialize(raw)
      @raw = raw.freeze
      freeze
    end

    def ==(other) = other.instance_of?(self.class) && raw == other.raw
    alias eql? ==
    def hash = [self.class, raw].hash

    # The documented fields by their names.
    def to_h = deconstruct_keys(nil)

    # Patterns may ask for all that a record of this class tells.
    def deconstruct_keys(names)
      fields = names ? names & self.class.public_instance_methods(false) : self.class.fields
      fields.to_h { |field| [field, public_send(field)] }
    end

    # Documented members are always there, null where the server sent none; newer ones are kept.
    def to_json(*options) = self.class.members.to_h { |name| [name.to_s, nil] }.merge(raw).to_json(*options)

    def inspect = "#<#{self.class} #{to_h.compact.map { |name, value| "#{name}=#{value.inspect}" }.join(' ')}>"
    alias to_s inspect

    private

    # What is nested, where it is of the class that it ought to be.
    def array(value) = Array.try_convert(value).to_a
    def object(value) = Hash.try_convert(value).to_h
    def text(value) = String.try_convert(value)&.freeze
  end

  # A directory at an identity provider, connected by an organization. `type` is the provider ("okta scim v2.0"),
  # `state` "active", "inactive", "deleting", "invalid_credentials", "validating", or newer values.
  class Directory < Record
    documents :id, :organization_id, :external_key, :domain, :name, :type, :state, :metadata, :created_at, :updated_at,
              metadata: Hash
    # Other names on the wire. In lists the library has replaced them.
    STATES = { "linked" => "active", "unlinked" => "inactive" }.freeze

    def initialize(raw)
      state = STATES[raw["state"]]
      super(state ? raw.merge("state" => state) : raw)
    end

    def active_user_count = count(object(metadata["users"])["active"])
    def inactive_user_count = count(object(metadata["users"])["inactive"])
    def group_count = count(metadata["groups"])

    private

    def count(value) = (value if value.is_a?(Integer))
  end

  # A group of a directory; `idp_id` is its id at the identity provider. The API sends no raw attributes since
  # 2026-04-15.
  class Group < Record
    documents :id, :idp_id, :directory_id, :organization_id, :name, :raw_attributes, :created_at, :updated_at,
              raw_attributes: Hash
  end

  # A user of a directory; `idp_id` is its id at the identity provider, `state` "active", "inactive" or newer. The API
  # sends no `job_title`, `username`, `emails` and `raw_attributes` since 2026-04-15 (see the custom attributes), and a
  # change of group membership does not change `updated_at`.
  class User < Record
    documents :id, :directory_id, :organization_id, :idp_id, :email, :first_name, :last_name, :name, :emails,
              :job_title, :username, :state, :role, :roles, :custom_attributes, :raw_attributes, :groups, :created_at,
              :updated_at,
              emails: Array, raw_attributes: Hash, role: nil, roles: nil, custom_attributes: nil, groups: nil

    # A hash, or an instance of the class that the call named.
    attr_reader :custom_attributes

    def initialize(raw, attributes_class = nil)
      attributes = Hash.try_convert(raw["custom_attributes"]).to_h.freeze
      @custom_attributes = attributes_class ? build(attributes_class, attributes, raw["id"]).freeze : attributes
      super(raw)
    end

    # The slug of the primary role, and those of all roles.
    def role = text(object(raw["role"])["slug"])
    def roles = array(raw["roles"]).filter_map { |role| text(object(role)["slug"]) }

    # Those in the user's own record. The API sends none to teams created since 2026-05-01: list_groups(user: user.id).
    def groups = array(raw["groups"]).grep(Hash).map { |group| Group.new(group) }

    private

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

  # What happened, from list_events or a webhook. `event` is its name, "dsync.user.created" or another, and so is
  # `type`. One of an unknown name is handed out like any other, with its `data`. An event may come twice: remember ids.
  #
  #   case event
  #   in { type: "dsync.user.deleted", user: { id: } } then forget(id)
  #   in { user: WorkOSDS::User => user } then remember(user)
  #   in { type: } then log(type)
  #   end
  class Event < Record
    documents :id, :event, :data, :created_at, :context, data: Hash, context: Hash
    alias type event

    # The record inside: the user of dsync.user... and dsync.group.user_..., the group of dsync.group..., the directory
    # of dsync.activated and .deleted; else nil. A user in an event has no groups. The API sends no events for the
    # members of a deleted directory.
    def user = record(User, user: raw["data"], membership: data["user"])
    def group = record(Group, group: raw["data"], membership: data["group"])
    def directory = record(Directory, directory: raw["data"])

    # The directory and organization that the event is about.
    def directory_id = text(data[subject == :directory ? "id" : "directory_id"])
    def organization_id = text(data["organization_id"]) || user&.organization_id || group&.organization_id

    # What dsync....updated changed: the former values by name, nil for a new attribute.
    def previous_attributes
      object((data.key?("previous_attributes") ? data : context)["previous_attributes"]).freeze
    end

    private

    # What `data` is.
    def subject
      case event
      when "dsync.activated", "dsync.deactivated", "dsync.deleted" then :directory
      when "dsync.group.user_added", "dsync.group.user_removed" then :membership
      when /\Adsync\.(user|group)\./ then Regexp.last_match(1).to_sym
      end
    end

    def record(type, places)
      raw = places[subject]
      type.new(raw) if raw.is_a?(Hash)
    end
  end
end
