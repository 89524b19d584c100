/* The files that every page holds. CMakeLists.txt makes this depend on them. */
        .section .rodata
        .macro file name, path
        .global busyhour_report_\name\()_begin, busyhour_report_\name\()_end
busyhour_report_\name\()_begin:
        .incbin "\path"
busyhour_report_\name\()_end:
        .byte 0
        .endm

        file vega, "vega/vega.min.js"
        file labels, "labels.js"
        file page, "page.js"
        file style, "page.css"

        .section .note.GNU-stack, "", %progbits
