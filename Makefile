# Makefile - builds, tests and installs mc2cf
#
# One GNU make file, no recursion; everything that is made lies below build/.
#
#   make              build/mc2cf
#   make deps         installs what is missing (apt), or says what is missing
#   make demo         compiles the example gateway and shows where mail goes
#   make check        builds all variants, then runs every test (tests/run)
#   make install      DESTDIR and PREFIX as usual; the library folder carries the version
#   make asan clang   other variants, below build/asan and build/clang
#   make oracle       every FEATURE, mailer, system, name and directive in each form, beside stock
#   make layers globals bench fuzz uninstall clean
#
# A part is a folder of mc2cf/.  Each part becomes an archive, and a program
# links only the parts that it may use, so a forbidden call does not link.

VERSION   = 0.1.0
PREFIX   ?= /usr/local
BINDIR    = $(PREFIX)/bin
LIBEXEC   = $(PREFIX)/libexec/mc2cf-$(VERSION)
# libcfrw: its binary interface has a number of its own, which goes up when programs must be linked anew.
CFRW_ABI  = 0
INCDIR    = $(PREFIX)/include
SODIR     = $(PREFIX)/lib
MANDIR    = $(PREFIX)/share/man
LIBDIR    = $(PREFIX)/share/mc2cf-$(VERSION)
BASHCOMP  = $(PREFIX)/share/bash-completion/completions
ZSHCOMP   = $(PREFIX)/share/zsh/site-functions
FISHCOMP  = $(PREFIX)/share/fish/vendor_completions.d

CFLAGS   ?= -O2 -g
WERROR   ?= -Werror
WARN      = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes $(WERROR)
# flex and bison write code that is theirs: it is compiled without the stricter warnings
WARN_GEN  = -Wall -Wextra $(WERROR) -Wno-sign-compare -Wno-unused-parameter
CPPFLAGS += -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE -Imc2cf -Ibuild/gen
SANITIZE  = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
CLANG    ?= clang
OBJCOPY  ?= objcopy
# make V=1 shows whole commands
Q         = $(if $(V),,@printf '  %-5s %s\n' '$(1)' '$@';)

# What each program is made of, in link order.
parts_mc2cf   = cmd lint mc expand cf ir base
# What runs rulesets is a program of its own, linked dynamically: mc2cf itself must start at once.
parts_engine  = cmd/engine cmd/expect cmd engine cf ir base
parts_default = cf ir base
parts_expand  = expand cf ir base
parts_template = expand cf ir base
parts_mc      = mc ir base
parts_records = mc ir base
parts_lint    = lint cf ir base
parts_cmd     = lint mc expand cf ir base
parts_map     = engine cf ir base
parts_rewrite = engine cf ir base
parts_trail = engine cf ir base
parts_trail_chance = engine cf ir base
parts_maps    = engine cf ir base
parts_answers = engine cf ir base
parts_prescan = engine cf ir base
parts_expect  = cmd/expect ir base

PARTS     = base ir cf mc expand lint engine cmd cmd/expect cmd/engine
src       = $(wildcard mc2cf/$(1)/*.c)
lex       = $(patsubst mc2cf/%.l,build/gen/%.lex.c,$(wildcard mc2cf/$(1)/*.l))
yacc      = $(patsubst mc2cf/%.y,build/gen/%.tab.c,$(wildcard mc2cf/$(1)/*.y))
# The objects of part $(2) in variant folder $(1).
objs      = $(patsubst mc2cf/%.c,$(1)/obj/%.o,$(call src,$(2))) \
            $(patsubst build/gen/%.c,$(1)/obj/gen/%.o,$(call lex,$(2)) $(call yacc,$(2)))
# The manual pages that are made of the tables.
MAN_GENERATED = build/gen/man/mc2cf-reference.7 build/gen/man/mc2cf-lint.7
# What the library folder holds besides macros/ and templates/: see "frozen" below.
LIB_GENERATED = build/gen/macros/mc2cf-$(VERSION).m4f
# The templates, parsed; it knows when its files were changed, so an installed library has its own: see "image" below.
LIB_IMAGE = build/gen/templates/mc2cf-$(VERSION).img
image     = rm -f $(2).new && build/mc2cf --lib=$(1) --stop-after=templates /dev/null >$(2).new && mv -f $(2).new $(2) || rm -f $(2) $(2).new
GENERATED = $(foreach p,$(PARTS),$(call lex,$(p)) $(call yacc,$(p))) $(GENERATED_M4)
GENERATED_H = $(patsubst %.c,%.h,$(filter %.c,$(GENERATED)))
TESTS     = $(patsubst mc2cf/selftest/%.c,%,$(wildcard mc2cf/selftest/test_*.c))
FUZZERS   = $(patsubst mc2cf/selftest/%.c,%,$(wildcard mc2cf/selftest/fuzz_*.c))
TOOLS     = $(patsubst mc2cf/selftest/%.c,%,$(wildcard mc2cf/selftest/roundtrip_*.c mc2cf/selftest/ask_*.c mc2cf/selftest/embed_*.c))
PROGRAMS  = $(TESTS) $(FUZZERS) $(TOOLS)
# Helpers that every test program gets: whatever is in selftest/ and has no main.
HELPERS   = $(filter-out $(patsubst %,mc2cf/selftest/%.c,$(PROGRAMS)),$(wildcard mc2cf/selftest/*.c))
subject   = $(patsubst embed_%,%,$(patsubst ask_%,%,$(patsubst roundtrip_%,%,$(patsubst fuzz_%,%,$(patsubst test_%,%,$(1))))))
parts_of  = $(or $(parts_$(call subject,$(1))),$(parts_default))

.DELETE_ON_ERROR:
.SECONDARY:
.SUFFIXES:
.PHONY: all libcfrw asan clang deps demo check layers globals bench fuzz oracle install uninstall clean

all: build/mc2cf build/mc2cf-engine libcfrw $(LIB_GENERATED) $(LIB_IMAGE) $(MAN_GENERATED)

# --- one variant: $(1) folder, $(2) compiler, $(3) flags ---
define variant
$(1)/obj/%.o: mc2cf/%.c Makefile | $$(GENERATED_H)
	@mkdir -p $$(@D)
	$$(call Q,CC)$(2) -std=c11 $$(CPPFLAGS) -DMC2CF_VERSION='"$$(VERSION)"' $(3) $$(WARN) -MMD -MP -c -o $$@ $$<
$(1)/obj/gen/%.o: build/gen/%.c Makefile | $$(GENERATED_H)
	@mkdir -p $$(@D)
	$$(call Q,CC)$(2) -std=c11 $$(CPPFLAGS) $(3) $$(WARN_GEN) -MMD -MP -c -o $$@ $$<
$(foreach p,$(PARTS),$(call archive,$(1),$(p)))
$(1)/mc2cf: $$(patsubst %,$(1)/lib/%.a,$$(parts_mc2cf))
	$$(call Q,LINK)$(2) $(3) $$(LDFLAGS) -o $$@ $$(call objs,$(1),cmd) $$(filter-out %/cmd.a,$$^)
$(1)/mc2cf-engine: $$(patsubst %,$(1)/lib/%.a,$$(parts_engine))
	$$(call Q,LINK)$(2) $(3) $$(LDFLAGS) -o $$@ $$(call objs,$(1),cmd/engine) $$(filter-out %/cmd/engine.a,$$^)
$(foreach t,$(PROGRAMS),$(call selftest,$(1),$(2),$(3),$(t)))
endef

# An archive of part $(2); made anew each time, so a removed file leaves no object behind.
define archive
$(1)/lib/$(2).a: $$(call objs,$(1),$(2))
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(call Q,AR)$$(AR) rcs $$@ $$^

endef

define selftest
$(1)/selftest/$(4): $(1)/obj/selftest/$(4).o $$(patsubst mc2cf/%.c,$(1)/obj/%.o,$$(HELPERS)) $$(patsubst %,$(1)/lib/%.a,$$(call parts_of,$(4)))
	@mkdir -p $$(@D)
	$$(call Q,LINK)$(2) $(3) $$(LDFLAGS) -o $$@ $$^

endef

# The programs are loaded where they are linked for, in two pieces: that is a thirtieth of a start.  `make FIXED=' is for who wants
# them anywhere in memory (PIE), as sanitizers do; libcfrw is so in any case.
FIXED    := $(if $(findstring -fsanitize,$(CFLAGS)),,$(shell echo 'int x;' | $(CC) -Werror -fno-pie -no-pie -Wl,-z,noseparate-code -x c -c - -o /dev/null 2>/dev/null && echo -fno-pie -no-pie -Wl,-z,noseparate-code))
$(eval $(call variant,build,$$(CC),$$(CFLAGS) $$(FIXED)))
# A static program starts in half the time; where there is no static libc it is linked as usual.
STATIC   := $(shell echo 'int main(void) { return 0; }' | $(CC) -static -x c - -o /dev/null 2>/dev/null && echo -static)
# --- early: such a program hands the engine's verbs over before its libc starts, where cmd/early.c knows how ---
comma     = ,
# Asked with all flags (-m32, -mx32 …): where the symbol is not made, the entry would be anywhere.
EARLY    := $(if $(STATIC),$(shell echo EARLY_START | $(CC) $(CFLAGS) -E -P -include mc2cf/cmd/early.h - 2>/dev/null | grep -q '^1' && echo -Wl$(comma)-e$(comma)early_start))
build/mc2cf: LDFLAGS += $(STATIC) $(EARLY)
# No call may be made of its loops, and nothing of libc's is there to guard its stack.
build/obj/cmd/early.o: override CFLAGS += -O1 -fno-builtin -fno-stack-protector -fno-sanitize=all -fno-instrument-functions -fno-lto
$(eval $(call variant,build/asan,$$(CC),$$(SANITIZE)))
$(eval $(call variant,build/clang,$$(CLANG),-O2 -g))

# --- libcfrw: the engine for other programs; nothing but cfrw_* is to be seen from outside ---
$(eval $(call variant,build/pic,$$(CC),$$(CFLAGS) -fPIC -fvisibility=hidden))
CFRW_PARTS = $(patsubst %,build/pic/lib/%.a,engine cf ir base)
CFRW_SO    = build/libcfrw.so.$(CFRW_ABI)
libcfrw: build/libcfrw.a $(CFRW_SO) build/cfrw.pc
build/libcfrw.a: $(CFRW_PARTS)
	$(call Q,AR)$(LD) -r -o build/pic/cfrw.o --whole-archive $^ && $(OBJCOPY) --localize-hidden build/pic/cfrw.o && rm -f $@ && $(AR) rcs $@ build/pic/cfrw.o
$(CFRW_SO): $(CFRW_PARTS)
	$(call Q,LINK)$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(@F) -Wl,-z,defs -o $@ -Wl,--whole-archive $^ -Wl,--no-whole-archive && ln -sf $(@F) build/libcfrw.so
build/cfrw.pc: Makefile
	$(call Q,PC)printf 'prefix=%s\nlibdir=$${prefix}/lib\nincludedir=$${prefix}/include\n\nName: cfrw\nDescription: executes the rulesets of a sendmail.cf\nVersion: %s\nLibs: -L$${libdir} -lcfrw\nCflags: -I$${includedir}\n' '$(PREFIX)' '$(VERSION)' >$@

tests_in = $(patsubst %,$(1)/selftest/%,$(PROGRAMS))
asan: build/asan/mc2cf build/asan/mc2cf-engine $(call tests_in,build/asan)
clang: build/clang/mc2cf build/clang/mc2cf-engine $(call tests_in,build/clang)

# --- frozen: the state of m4 behind its prelude, so that it need not be read at each start; where m4 cannot, none ---
$(LIB_GENERATED): build/mc2cf macros/mc2cf.m4 macros/directives.m4 $(wildcard macros/feature templates/feature)
	@mkdir -p $(@D)
	$(call Q,M4)build/mc2cf --lib=. --stop-after=prelude /dev/null | m4 -D_mc_lib=macros/ -F $@ macros/mc2cf.m4 - >/dev/null

# --- image: the templates as the program parses them; where there is no memory at its address, none ---
$(LIB_IMAGE): build/mc2cf $(wildcard templates/*.cf templates/*/*.cf)
	@mkdir -p $(@D)
	$(call Q,IMAGE)$(call image,.,$@)

# --- the reference: documentation from the tables, so that it says what the program knows ---
build/gen/man/mc2cf-reference.7: build/mc2cf
	@mkdir -p $(@D)
	$(call Q,MAN)build/mc2cf doc --man >$@
build/gen/man/mc2cf-lint.7: build/mc2cf
	@mkdir -p $(@D)
	$(call Q,MAN)build/mc2cf lint --man >$@

# --- generated sources ---
build/gen/%.tab.c build/gen/%.tab.h: mc2cf/%.y
	@mkdir -p $(@D)
	$(call Q,BISON)bison -Wall -Werror --no-lines -o build/gen/$*.tab.c --header=build/gen/$*.tab.h $<
build/gen/%.lex.c build/gen/%.lex.h: mc2cf/%.l
	@mkdir -p $(@D)
	$(call Q,FLEX)flex --noline -o build/gen/$*.lex.c --header-file=build/gen/$*.lex.h $<

# --- libFuzzer targets: run one with build/fuzz/fuzz_cf tests/fuzz/cf ---
# Built from the sources in one go: libFuzzer wants every part with its own coverage flags.
define fuzzer
build/fuzz/$(1): mc2cf/selftest/$(1).c $(foreach p,$(parts_of),$(call src,$(p)) $(call lex,$(p)) $(call yacc,$(p)))
	@mkdir -p $$(@D)
	$$(call Q,FUZZ)$$(CLANG) -std=c11 $$(CPPFLAGS) -DHAVE_LIBFUZZER -DMC2CF_VERSION='"$$(VERSION)"' -O1 -g \
	  -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -o $$@ $$^

endef
$(foreach f,$(FUZZERS),$(eval $(call fuzzer,$(f))))
fuzz: $(patsubst %,build/fuzz/%,$(FUZZERS))

# --- tests ---
# The variant that clang builds is tested where there is a clang.
check: all asan $(if $(shell command -v $(CLANG)),clang) $(call tests_in,build)
	@tests/prepare --tests
	@tests/run
layers:
	tests/run layers
globals: all
	tests/run globals
bench: all build/selftest/ask_rewrite
	tests/bench/run
# make oracle [SEED=N] [ONLY=REGEX] [SEEDS=A-B]: every row of the tables beside stock, or configurations at random
oracle: all
	tests/oracle/matrix $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only '$(ONLY)') $(if $(SEEDS),--seeds $(SEEDS))
deps:
	tests/prepare --install
demo: all
	@tests/demo

# --- install: what a version needs stands in a folder with its number, so two versions never mix ---
install: all
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(MANDIR)/man5 $(DESTDIR)$(MANDIR)/man7 $(DESTDIR)$(LIBDIR)
	install -m 755 build/mc2cf $(DESTDIR)$(BINDIR)/mc2cf
	install -d $(DESTDIR)$(LIBEXEC)
	install -m 755 build/mc2cf-engine $(DESTDIR)$(LIBEXEC)/mc2cf-engine
	install -d $(DESTDIR)$(INCDIR) $(DESTDIR)$(SODIR)/pkgconfig $(DESTDIR)$(MANDIR)/man3
	install -m 644 mc2cf/engine/cfrw.h $(DESTDIR)$(INCDIR)/cfrw.h
	install -m 644 build/libcfrw.a $(DESTDIR)$(SODIR)/libcfrw.a
	install -m 755 $(CFRW_SO) $(DESTDIR)$(SODIR)/
	ln -sf $(notdir $(CFRW_SO)) $(DESTDIR)$(SODIR)/libcfrw.so
	sed 's|^prefix=.*|prefix=$(PREFIX)|' build/cfrw.pc >$(DESTDIR)$(SODIR)/pkgconfig/cfrw.pc
	for f in mc2cf/man/*.3; do [ ! -e $$f ] || install -m 644 $$f $(DESTDIR)$(MANDIR)/man3/; done
	rm -rf $(DESTDIR)$(LIBDIR)/macros $(DESTDIR)$(LIBDIR)/templates
	cp -R macros templates $(DESTDIR)$(LIBDIR)/
	chmod -R u+w,a+rX $(DESTDIR)$(LIBDIR)
	$(foreach f,$(LIB_GENERATED),install -m 644 $(f) $(DESTDIR)$(LIBDIR)/$(patsubst build/gen/%,%,$(f)) &&) :
	$(call image,$(DESTDIR)$(LIBDIR),$(DESTDIR)$(LIBDIR)/templates/mc2cf-$(VERSION).img)
	for f in mc2cf/man/*.1; do [ ! -e $$f ] || install -m 644 $$f $(DESTDIR)$(MANDIR)/man1/; done
	for f in mc2cf/man/*.5; do [ ! -e $$f ] || install -m 644 $$f $(DESTDIR)$(MANDIR)/man5/; done
	install -m 644 $(MAN_GENERATED) $(DESTDIR)$(MANDIR)/man7/
	install -d $(DESTDIR)$(BASHCOMP) $(DESTDIR)$(ZSHCOMP) $(DESTDIR)$(FISHCOMP)
	install -m 644 mc2cf/cmd/completion/mc2cf.bash $(DESTDIR)$(BASHCOMP)/mc2cf
	install -m 644 mc2cf/cmd/completion/mc2cf.zsh $(DESTDIR)$(ZSHCOMP)/_mc2cf
	install -m 644 mc2cf/cmd/completion/mc2cf.fish $(DESTDIR)$(FISHCOMP)/mc2cf.fish

uninstall:
	rm -f $(DESTDIR)$(BINDIR)/mc2cf $(DESTDIR)$(BASHCOMP)/mc2cf $(DESTDIR)$(ZSHCOMP)/_mc2cf $(DESTDIR)$(FISHCOMP)/mc2cf.fish
	for f in mc2cf/man/*.1; do rm -f $(DESTDIR)$(MANDIR)/man1/$${f##*/}; done
	for f in mc2cf/man/*.5; do rm -f $(DESTDIR)$(MANDIR)/man5/$${f##*/}; done
	rm -f $(addprefix $(DESTDIR)$(MANDIR)/man7/,$(notdir $(MAN_GENERATED)))
	rm -f $(DESTDIR)$(INCDIR)/cfrw.h $(DESTDIR)$(SODIR)/libcfrw.a $(DESTDIR)$(SODIR)/libcfrw.so $(DESTDIR)$(SODIR)/$(notdir $(CFRW_SO)) \
	  $(DESTDIR)$(SODIR)/pkgconfig/cfrw.pc
	for f in mc2cf/man/*.3; do rm -f $(DESTDIR)$(MANDIR)/man3/$${f##*/}; done
	rm -rf $(DESTDIR)$(LIBDIR) $(DESTDIR)$(LIBEXEC)

clean:
	rm -rf build

-include $(shell find build -path '*/obj/*' -name '*.d' -type f 2>/dev/null)
