# frozen_string_literal: true

# Performs commands read as lines of JSON, and prints the result of each as a line of JSON.

require "json"
require "workosds"

# Records and errors in the common form of all languages.
module Shown
  DIRECTORY = %i[id organization_id external_key domain name type state created_at updated_at active_user_count
                 inactive_user_count group_count].freeze
  GROUP = %i[id idp_id directory_id organization_id name created_at updated_at raw_attributes].freeze
  USER = %i[id directory_id organization_id idp_id email first_name last_name name job_title username state role
            created_at updated_at roles raw_attributes emails].freeze
  EVENT = %i[id type created_at directory_id organization_id data previous_attributes context].freeze
  ERROR = %i[status_name code request_id http_status errors message].freeze
  TYPES = { NilClass => "null", String => "text", Integer => "integer", Float => "real", TrueClass => "boolean",
            FalseClass => "boolean", Array => "array", Hash => "object" }.freeze
  # Classes whose names differ from those of the statuses.
  STATUS_OF = { "PermissionDenied" => "PERMISSION", "RequestTimeout" => "TIMEOUT", "API" => "API",
                "TLS" => "TLS" }.freeze

  class << self
    def record(record)
      case record
      when WorkOSDS::User then user(record)
      when WorkOSDS::Group then fields(record, GROUP)
      when WorkOSDS::Directory then fields(record, DIRECTORY)
      when WorkOSDS::Event then event(record)
      end
    end

    def error(problem)
      name = problem.class.name.delete_prefix("WorkOSDS::").delete_suffix("Error")
      status = STATUS_OF.fetch(name) { name.gsub(/(?<=[a-z])(?=[A-Z])/, "_").upcase }
      fields = ERROR.to_h { |member| [member, problem.public_send(member)] }
      fields.merge(class: status, is_retryable: problem.retryable?, body: problem.body&.unpack1("H*"),
                   retry_after_ms: problem.retry_after && (problem.retry_after * 1000).round)
    end

    private

    def fields(record, names)
      names.to_h { |name| [name, record.public_send(name)] }.merge(json: parse(record.to_json(max_nesting: 0)))
    end

    def user(record)
      attributes = record.custom_attributes.map { |key, value| [key, TYPES.fetch(value.class), value] }
      fields(record, USER).merge(custom_attributes: attributes, groups: record.groups.map { |group| record(group) })
    end

    def event(record)
      inside = %i[user group directory].to_h { |name| [name, record(record.public_send(name))] }
      fields(record, EVENT).merge(inside)
    end

    def parse(text) = JSON.parse(text, max_nesting: false)
  end
end

# Performs one command.
class Runner
  def initialize(command)
    @command = command
    @name = command["call"]
    @arguments = command["arguments"].transform_keys(&:to_sym)
    @result = { records: [], cursor: nil, error: nil, attempts: [] }
  end

  def run
    case @name
    when /^webhook_/ then webhook
    when /^list_/ then with_client { |client| list(client) }
    else with_client { |client| call(client) }
    end
    @result
  rescue WorkOSDS::Error => error
    @result.merge(error: Shown.error(error))
  end

  private

  SECONDS = { request_timeout_ms: :timeout, call_timeout_ms: :call_timeout }.freeze

  # The command's client: one that is derived from another, if the row says so.
  def with_client(&block)
    fixed = { base_url: @command["url"], no_proxy: "*", timeout: 10, max_retries: 0, look_ahead: false,
              directory_user_requests_per_second: nil, on_attempt: @command["observe"] && method(:note) }
    client = WorkOSDS::Client.new(@command["api_key"], **fixed, **options("options"))
    @command["derived"] ? client.with(**options("derived"), &block) : yield(client)
  ensure
    client&.close
  end

  # A row's options, by their names in this binding.
  def options(member)
    @command[member].to_h do |name, value|
      name = name.to_sym
      SECONDS[name] ? [SECONDS[name], value / 1000.0] : [name, value]
    end
  end

  def note(attempt)
    headers = @command["observe"].to_h { |name| [name, attempt.headers[name]] }
    @result[:attempts] << { number: attempt.number, paced_ms: attempt.paced_ms, headers: headers }
  end

  def list(client)
    list = client.public_send(@name, **@arguments)
    (@command["by_page"] ? list.each_page : list.each).each do |item|
      @result[:records] << (@command["by_page"] ? item.map(&:id) : Shown.record(item))
      break if @result[:records].size == @command["take"]
    end
  ensure
    @result[:cursor] = list&.cursor
  end

  def call(client)
    record = client.public_send(@name, @arguments[:id])
    @result[:records] << Shown.record(record) if record
  end

  def webhook
    times = { tolerance: :tolerance_ms, now: :now_ms }.filter_map do |name, given|
      [name, @arguments[given] / 1000.0] if @arguments[given]
    end
    body = [@arguments[:body]].pack("H*")
    @result[:records] << if @name == "webhook_sign"
                           WorkOSDS.sign_webhook(body, @arguments[:secret], **times.to_h)
                         else
                           Shown.record(WorkOSDS.verify_webhook(body, *@arguments.values_at(:header, :secret),
                                                                **times.to_h))
                         end
  end
end

$stdin.each_line do |line|
  puts JSON.generate(Runner.new(JSON.parse(line)).run, max_nesting: 0)
  $stdout.flush
end
