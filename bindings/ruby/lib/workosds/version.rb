# frozen_string_literal: true

module WorkOSDS
  VERSION = "0.1.0"
end
