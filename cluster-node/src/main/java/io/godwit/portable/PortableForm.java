package io.godwit.portable;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.godwit.link.RecordForm;
import java.nio.charset.StandardCharsets;

/// The form of a portable file, version 1. Numbers are big-endian.
///
/// ```
/// "GODWITVM" (8) | version (2) | sections
/// section: kind (1) | length of the payload (4) | payload | CRC32C of kind, length and payload (4)
/// ```
///
/// | section | how many | payload |
/// |---|---|---|
/// | 1 manifest | 1 | [Manifest] as JSON |
/// | 2 disk | 1 | the numbers that it holds of each client, as an array's log has them |
/// | 3 memory | 0 or more | pages that differ from the image's, as [io.godwit.memory.PageBatchCodec] writes them |
/// | 4 seal | 1 if the manifest says so | number of memory sections, digest of all pages, the guest's state as JSON |
/// | 9 end | 1 | number of sections before (4), CRC32C of all bytes before this section (4) |
///
/// They come in this order, and nothing comes behind the end. A page or block is its *content*, a 64-bit identity, as
/// everywhere in Godwit: what is in the file is exact, and no file that a real hypervisor could read.
final class PortableForm {

    static final byte[] MAGIC = "GODWITVM".getBytes(StandardCharsets.US_ASCII);

    /// Grows with each change of the form, and with a record in it whose new keys have no [Omissions].
    static final int VERSION = 1;

    static final byte MANIFEST = 1;
    static final byte DISK = 2;
    static final byte MEMORY = 3;
    static final byte SEAL = 4;
    static final byte END = 9;

    /// A disk of a million gaps is as large; what is beyond is damage.
    static final int MAX_PAYLOAD_BYTES = 16 << 20;

    static final int SECTION_HEADER_BYTES = 5;
    static final int CHECKSUM_BYTES = 4;

    static final JsonMapper JSON = RecordForm.mapper(JsonMapper.builder());

    private PortableForm() {}
}
