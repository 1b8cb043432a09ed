import { catalogCommand } from '../tools/catalog/command';
import { runCommand } from '../tools/command/run-command';

runCommand(catalogCommand);
