# frozen_string_literal: true

# All tests: ruby -w -I bindings/ruby/lib bindings/ruby/test/run.rb
Dir[File.join(__dir__, "*_test.rb")].each { |file| require file }
