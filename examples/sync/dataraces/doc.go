package dataraces
