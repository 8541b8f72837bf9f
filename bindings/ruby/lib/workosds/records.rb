# frozen_string_literal: true

module WorkOSDS
  # The base class of Directory, Group, User and Event: an object as the server sent it. A record is deeply frozen and can
  # be shared by Ractors. Two records of a class are equal if their content is.
  #
  # A field that the server left out, or sent as another type than documented, is nil; an array or hash is then empty.
  # Times are the ISO 8601 text that the server sent; created_at_time and updated_at_time convert them.
  #
  # MEMBERS of a class are the members that the API documents, in its order.
  class Record
    # The object as the server sent it, with members that are newer than this version. (A directory's state has its
    # documented name.)
    attr_reader :raw

    def initialize(raw)
      @raw = raw.freeze
      freeze
    end

    def ==(other) = other.instance_of?(self.class) && raw == other.raw
    alias eql? ==
    def hash = [self.class, raw].hash

    # The documented fields by name.
    def to_h = deconstruct_keys(nil)

    # Patterns can match any field of the class.
    def deconstruct_keys(names)
      fields = names ? names & self.class.public_instance_methods(false) : self.class::FIELDS
      fields.to_h { |field| [field, public_send(field)] }
    end

    # The object as JSON. Documented members are always present, null if the server sent none.
    def to_json(*options)
      documented = self.class::MEMBERS.to_h { |name| [name.to_s, nil] }
      documented.merge(raw).to_json(*options)
    end

    def inspect
      fields = to_h.compact.map { |name, value| "#{name}=#{value.inspect}" }
      "#<#{self.class} #{fields.join(' ')}>"
    end
    alias to_s inspect

    private

    # A member if it has the documented type. Values from the library are already frozen.
    def text(name, object = @raw)
      value = object[name]
      value.freeze if value.is_a?(String)
    end

    def hash_at(name, object = @raw)
      value = object[name]
      value.is_a?(Hash) ? value.freeze : EMPTY_HASH
    end

    def array_at(name, object = @raw)
      value = object[name]
      value.is_a?(Array) ? value.freeze : EMPTY_ARRAY
    end

    def integer_at(name, object)
      value = object[name]
      value if value.is_a?(Integer)
    end

    def time(name)
      value = text(name)
      Timestamp.parse(value) if value
    end

    EMPTY_HASH = {}.freeze
    EMPTY_ARRAY = [].freeze
    private_constant :EMPTY_HASH, :EMPTY_ARRAY
  end

  # A directory at an identity provider, connected by an organization. `type` is the provider, such as "okta scim v2.0".
  # `state` is "active", "inactive", "deleting", "invalid_credentials", "validating", or a newer one.
  class Directory < Record
    FIELDS = %i[id organization_id external_key domain name type state metadata created_at updated_at].freeze
    MEMBERS = [:object, *FIELDS].freeze
    # The server's names for two states. In lists the library has already renamed them.
    STATE_NAMES = { "linked" => "active", "unlinked" => "inactive" }.freeze
    private_constant :STATE_NAMES

    def initialize(raw)
      state = STATE_NAMES[raw["state"]]
      super(state ? raw.merge("state" => state) : raw)
    end

    def id = text("id")
    def organization_id = text("organization_id")
    def external_key = text("external_key")
    def domain = text("domain")
    def name = text("name")
    def type = text("type")
    def state = text("state")
    def metadata = hash_at("metadata")
    def created_at = text("created_at")
    def updated_at = text("updated_at")

    # Times in UTC; nil if the server sent no time.
    def created_at_time = time("created_at")
    def updated_at_time = time("updated_at")

    # nil if the server sent no metadata.
    def active_user_count = integer_at("active", hash_at("users", metadata))
    def inactive_user_count = integer_at("inactive", hash_at("users", metadata))
    def group_count = integer_at("groups", metadata)
  end

  # A group of a directory. `idp_id` is its id at the identity provider. The API has sent no raw attributes since
  # 2026-04-15.
  class Group < Record
    FIELDS = %i[id idp_id directory_id organization_id name raw_attributes created_at updated_at].freeze
    MEMBERS = [:object, *FIELDS].freeze

    def id = text("id")
    def idp_id = text("idp_id")
    def directory_id = text("directory_id")
    def organization_id = text("organization_id")
    def name = text("name")
    def raw_attributes = hash_at("raw_attributes")
    def created_at = text("created_at")
    def updated_at = text("updated_at")

    # Times in UTC; nil if the server sent no time.
    def created_at_time = time("created_at")
    def updated_at_time = time("updated_at")
  end

  # A user of a directory. `idp_id` is the id at the identity provider. `state` is "active", "inactive", or a newer one.
  # The API has sent no `job_title`, `username`, `emails` and `raw_attributes` since 2026-04-15: use the custom attributes.
  # A change of group membership does not change `updated_at`.
  class User < Record
    FIELDS = %i[id directory_id organization_id idp_id email first_name last_name name emails job_title username state
                role roles custom_attributes raw_attributes groups created_at updated_at].freeze
    MEMBERS = [:object, *FIELDS].freeze

    # A hash whose keys are strings, or an instance of the class given to the call.
    attr_reader :custom_attributes

    def initialize(raw, attributes_class = nil)
      attributes = hash_at("custom_attributes", raw)
      @custom_attributes = attributes_class ? build(attributes_class, attributes, raw["id"]).freeze : attributes
      super(raw)
    end

    def id = text("id")
    def directory_id = text("directory_id")
    def organization_id = text("organization_id")
    def idp_id = text("idp_id")
    def email = text("email")
    def first_name = text("first_name")
    def last_name = text("last_name")
    def name = text("name")
    def emails = array_at("emails")
    def job_title = text("job_title")
    def username = text("username")
    def state = text("state")
    def raw_attributes = hash_at("raw_attributes")
    def created_at = text("created_at")
    def updated_at = text("updated_at")

    # Times in UTC; nil if the server sent no time.
    def created_at_time = time("created_at")
    def updated_at_time = time("updated_at")

    # The slug of the primary role.
    def role = text("slug", hash_at("role"))

    # The slugs of all roles; an entry without a slug is left out.
    def roles = array_at("roles").grep(Hash).filter_map { |role| text("slug", role) }

    # The groups in the user's own record. The API sends none to teams created since 2026-05-01: use
    # list_groups(user: user.id).
    def groups = array_at("groups").grep(Hash).map { |group| Group.new(group) }

    private

    # An instance of a Struct or Data class, filled by name. Attributes that the class lacks are left out. A member that
    # the server did not send is nil in a Struct and raises in a Data class.
    def build(type, attributes, id)
      if type < Struct && !type.keyword_init?
        values = type.members.map { |name| attributes[name.to_s] }
        type.new(*values)
      else
        values = attributes.transform_keys(&:to_sym).slice(*type.members)
        type.new(**values)
      end
    rescue StandardError => error
      raise CustomAttributeError, "The custom attributes of user #{id} do not match #{type}: #{error.message}"
    end
  end

  # An event from list_events or a webhook. `type` is the event's name, such as "dsync.user.created", or one that is newer
  # than this version; `data` is the event's data as sent, for any type. An event may be delivered twice: remember ids.
  #
  #   case event
  #   in { type: "dsync.user.deleted", user: { id: } } then forget(id)
  #   in { user: WorkOSDS::User => user } then remember(user)
  #   in { type: } then log(type)
  #   end
  class Event < Record
    FIELDS = %i[id type data created_at context].freeze
    MEMBERS = %i[object id event data created_at context].freeze
    DIRECTORY_EVENTS = %w[dsync.activated dsync.deactivated dsync.deleted].freeze
    MEMBERSHIP_EVENTS = %w[dsync.group.user_added dsync.group.user_removed].freeze
    private_constant :DIRECTORY_EVENTS, :MEMBERSHIP_EVENTS

    def id = text("id")
    def event = text("event")
    alias type event
    def data = hash_at("data")
    def created_at = text("created_at")
    def context = hash_at("context")

    # A Time in UTC; nil if the server sent no time.
    def created_at_time = time("created_at")

    # The record inside, else nil. A user in an event has no groups. The API sends no events for the members of a deleted
    # directory.
    #
    # The user of dsync.user... and dsync.group.user_...
    def user
      case subject
      when :user then record(User, raw["data"])
      when :membership then record(User, data["user"])
      end
    end

    # The group of dsync.group...
    def group
      case subject
      when :group then record(Group, raw["data"])
      when :membership then record(Group, data["group"])
      end
    end

    # The directory of dsync.activated and dsync.deleted.
    def directory
      record(Directory, raw["data"]) if subject == :directory
    end

    # The event's directory and organization.
    def directory_id = text(subject == :directory ? "id" : "directory_id", data)
    def organization_id = text("organization_id", data) || user&.organization_id || group&.organization_id

    # What dsync....updated changed: the former values by name, nil for a new attribute.
    def previous_attributes
      hash_at("previous_attributes", data.key?("previous_attributes") ? data : context)
    end

    private

    # What `data` is.
    def subject
      return :directory if DIRECTORY_EVENTS.include?(event)
      return :membership if MEMBERSHIP_EVENTS.include?(event)
      return :user if event&.start_with?("dsync.user.")

      :group if event&.start_with?("dsync.group.")
    end

    def record(type, raw)
      type.new(raw) if raw.is_a?(Hash)
    end
  end
end
