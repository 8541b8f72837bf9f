# frozen_string_literal: true

require_relative "test_helper"

# sig/ is valid, and declares exactly the methods of the classes.
class SignatureTest < WorkOSDSTest
  CLASSES = [WorkOSDS::Client, WorkOSDS::List, WorkOSDS::Directory, WorkOSDS::Group, WorkOSDS::User, WorkOSDS::Event,
             WorkOSDS::Record, WorkOSDS::Error].freeze

  def setup
    require "rbs"
  rescue LoadError
    skip "the rbs gem is not installed"
  end

  def test_signatures
    definitions = builder
    CLASSES.each do |type|
      name = RBS::TypeName.new(name: type.name.split("::").last.to_sym, namespace: RBS::Namespace.parse("::WorkOSDS"))
      methods = definitions.build_instance(name).methods
      declared = methods.select { |_, method| method.public? && method.defined_in == name }.keys - [:initialize]
      assert_equal type.public_instance_methods(false).sort, declared.sort, type.name
    end
  end

  def test_module_functions
    name = RBS::TypeName.new(name: :WorkOSDS, namespace: RBS::Namespace.root)
    declared = builder.build_singleton(name).methods.select { |_, method| method.defined_in == name }.keys
    assert_equal WorkOSDS.singleton_methods(false).sort, declared.sort
  end

  def test_each_error_is_declared
    names = builder.env.class_decls.keys.map(&:to_s)
    types = WorkOSDS.constants.map { |name| WorkOSDS.const_get(name) }.grep(Class)
    types.select { |type| type <= WorkOSDS::Error }.each { |type| assert_includes names, "::#{type.name}" }
  end

  private

  def builder
    loader = RBS::EnvironmentLoader.new
    loader.add(path: Pathname(File.expand_path("../sig", __dir__)))
    RBS::DefinitionBuilder.new(env: RBS::Environment.from_loader(loader).resolve_type_names)
  end
end
