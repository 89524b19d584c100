# The rooms as they lie in another build folder, whose code must be position independent (as that of the preset dev is):
# to test the package without compiling everything twice.
set(rooms report experiment theory scenario model stats random kernel base)
list(TRANSFORM rooms PREPEND ${BUSYHOUR_BUILT}/libbusyhour_)
list(TRANSFORM rooms APPEND .a)
add_library(busyhour_report INTERFACE)
target_include_directories(busyhour_report INTERFACE ${PROJECT_SOURCE_DIR}/include)
target_include_directories(busyhour_report SYSTEM INTERFACE ${RANDOM123_INCLUDE} ${Boost_INCLUDE_DIRS})
target_link_libraries(busyhour_report INTERFACE ${rooms} fmt::fmt yaml-cpp ZLIB::ZLIB Threads::Threads)
if(JSC_FOUND AND RSVG_FOUND)
  target_link_libraries(busyhour_report INTERFACE ${JSC_LINK_LIBRARIES} ${RSVG_LINK_LIBRARIES})
endif()
include(${CMAKE_CURRENT_LIST_DIR}/extension.cmake)
