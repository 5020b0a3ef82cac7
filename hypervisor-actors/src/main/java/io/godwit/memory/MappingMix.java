package io.godwit.memory;

/// How much of a guest's memory is mapped by which size.
///
/// @param smallPages pages mapped one by one
/// @param largePages pages that lie in mappings of 2 MiB
/// @param hugePages pages that lie in mappings of 1 GiB
public record MappingMix(long smallPages, long largePages, long hugePages) {

    public MappingMix {
        if (smallPages < 0 || largePages < 0 || hugePages < 0 || smallPages + largePages + hugePages == 0) {
            throw new IllegalArgumentException(
                    smallPages + ", " + largePages + " and " + hugePages + " pages are no memory");
        }
    }

    public static MappingMix allSmall(long pages) {
        return new MappingMix(pages, 0, 0);
    }

    public long pages() {
        return smallPages + largePages + hugePages;
    }

    public long pages(MappingSize size) {
        return switch (size) {
            case SMALL -> smallPages;
            case LARGE -> largePages;
            case HUGE -> hugePages;
        };
    }
}
