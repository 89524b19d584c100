# The extension module; what it links is `busyhour_report`.
find_package(Python 3.9 REQUIRED COMPONENTS Interpreter Development.Module)
execute_process(COMMAND ${Python_EXECUTABLE} -m nanobind --cmake_dir OUTPUT_VARIABLE nanobind_ROOT
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
find_package(nanobind CONFIG REQUIRED)
file(GLOB python CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.cpp)
nanobind_add_module(_core NB_STATIC ${python})
set_target_properties(nanobind-static PROPERTIES COMPILE_WARNING_AS_ERROR OFF)
target_compile_options(nanobind-static PRIVATE -w)
target_include_directories(_core SYSTEM PRIVATE ${NB_DIR}/include ${Python_INCLUDE_DIRS})  # their warnings are theirs
target_link_libraries(_core PRIVATE busyhour_report)
target_compile_definitions(_core PRIVATE BUSYHOUR_VERSION="${PROJECT_VERSION}")
install(TARGETS _core DESTINATION busyhour)
