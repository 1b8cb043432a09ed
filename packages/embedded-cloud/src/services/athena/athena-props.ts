import type { Faults } from '../../core/faults';
import type { ObjectFiles, ObjectWriter, PartitionCatalog } from '../../core/ports';
import type { Surroundings } from '../../core/service';

/** The services that Athena uses. */
export interface AthenaProps {
  readonly surroundings: Surroundings;
  readonly faults: Faults;
  readonly catalog: PartitionCatalog;
  readonly objects: ObjectFiles & ObjectWriter;
}
