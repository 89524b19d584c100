// Precompiled headers belong to a library, and a library to a unit: this one. Tests that see the model take its headers.
