# frozen_string_literal: true

require_relative "lib/workosds/version"

# A gem with a copy of the library in lib/workosds is for one platform, which build_gem sets.
library = "lib/workosds/libworkosds.so.0"

Gem::Specification.new do |spec|
  spec.name = "workosds"
  spec.version = WorkOSDS::VERSION
  spec.summary = "The WorkOS Directory Sync API through libworkosds"
  spec.description = "Lists directories, groups and users of WorkOS Directory Sync, follows their events, verifies " \
                     "webhooks: a thin binding of libworkosds, which handles paging, retries and rate limits. No " \
                     "compiler is needed."
  spec.authors = ["The libworkosds maintainers"]
  spec.license = "MIT"
  spec.required_ruby_version = ">= 3.0"
  spec.platform = ENV.fetch("WORKOSDS_GEM_PLATFORM", Gem::Platform.local) if File.exist?(File.join(__dir__, library))
  spec.files = Dir.chdir(__dir__) { Dir["lib/**/*.rb", "sig/**/*.rbs", "README.md", "LICENSE", "licenses/*", library] }
  spec.metadata["rubygems_mfa_required"] = "true"
  # Part of Ruby until 3.4, a bundled gem since 3.5.
  spec.add_dependency "fiddle", ">= 1.0.6"
end
